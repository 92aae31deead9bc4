/** Answers of the eID, genuine and forged: each has one named outcome. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  callback,
  client,
  eidAt,
  number,
  openSession,
  startCeremonyWorld,
  startJob,
  type CeremonyWorld,
} from '../../test/ceremony-world.ts';
import { startForgingEid, type Forgery, type ForgingEid } from '../../test/forging-eid.ts';
import { newSigner } from '../../test/jobs.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import type { SignatureJob } from '../jobs/model.ts';
import type { CeremonySession } from '../jobs/ports.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { beginSigning, ceremonyState, finishLogin } from './index.ts';
import { intentNonce } from './intent.ts';
import { EidError } from './ports.ts';

describeOnEachDatabase('a log-in', (kind) => {
  let eid: ForgingEid;
  let world: CeremonyWorld;
  let job: SignatureJob;
  let session: CeremonySession;
  let token: string;

  beforeAll(async () => {
    eid = await startForgingEid();
    world = await startCeremonyWorld(eid.issuer, kind);
  });
  afterAll(async () => {
    await world.close();
    await eid.close();
  });
  beforeEach(async () => {
    eid.forgery = {};
    ({ job, token } = await startJob(world));
    session = await openSession(world, token);
  });

  const begin = () => beginSigning(world.deps, session, 'nb');
  const latest = (of = job) => world.store.transaction((tx) => tx.latestAttempt(of.signers[0]!.id));
  const finish = (query: URLSearchParams, loginToken: string | undefined) =>
    finishLogin(world.deps, callback(query), loginToken, client);

  /** Nothing of the job but its audit trail differs from how it began. */
  async function expectUntouched(): Promise<void> {
    expect(await world.store.transaction((tx) => tx.job(job.id))).toEqual(job);
  }

  describe('the authorization request', () => {
    test('asks for a fresh log-in at the level, bound to the intent', async () => {
      const { location } = await begin();
      const attempt = await latest();
      const request = Object.fromEntries(new URL(location).searchParams);
      expect(request).toMatchObject({
        client_id: 'segl',
        response_type: 'code',
        nonce: intentNonce(attempt!.intent),
        prompt: 'login',
        max_age: '0',
        acr_values: 'idporten-loa-high',
        ui_locales: 'nb',
        code_challenge_method: 'S256',
        redirect_uri: 'http://localhost:8080/eid/callback',
      });
      expect(sha256Hex(request['state']!)).toBe(attempt!.stateHash);
      expect(world.steps.at(-1)).toBe('intent-recorded');
    });

    test('is not made over plain HTTP outside the sandbox', async () => {
      const { openidEid, eidProfiles } = await import('../adapters/eid/index.ts');
      const authentication = { method: 'client_secret_post', secret: 'x' } as const;
      const config = {
        client: { issuer: eid.issuer, clientId: 'segl', authentication },
        redirectUris: {
          signature: 'https://sign.example/eid/callback',
          session: 'https://sign.example/portal/eid/callback',
        },
        wall: () => Date.now(),
      };
      expect(() => openidEid({ ...config, profile: eidProfiles.idporten })).toThrow('https');
    });

    test('with the eID away: said so, and nothing is lost', async () => {
      const deps = { ...world.deps, eid: eidAt('http://127.0.0.1:9') };
      await expect(beginSigning(deps, session, 'nb')).rejects.toMatchObject({
        code: 'TEMPORARILY_UNAVAILABLE',
      });
      expect(await ceremonyState(world.deps, session)).toMatchObject({
        phase: 'READY',
        notice: 'EID_FAILED',
      });
      await expectUntouched();
    });
  });

  describe('a genuine answer', () => {
    test('proves the signer and queues the signature, once', async () => {
      const { location, loginToken } = await begin();
      const query = eid.answer(location);
      expect(await finish(query, loginToken)).toEqual({ ceremonyId: session.id });
      const attempt = await latest();
      expect(attempt?.state).toBe('AUTHENTICATED');
      expect(JSON.parse(attempt!.evidence!)).toMatchObject({
        provider: { issuer: eid.issuer, name: 'Test-ID' },
        acr: 'idporten-loa-high',
        level: 4,
        amr: ['Testmetode'],
        personalIdentificationNumber: number,
        name: { full: 'Kari Nordmann', given: 'Kari', family: 'Nordmann' },
        nameSource: 'eid',
        birthDate: '1932-01-02',
        providerKeys: { keys: [{ kid: 'key-1' }] },
        ...client,
      });
      expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'SIGNING' });

      const redeemed = eid.redeemed;
      expect(await finish(query, loginToken)).toEqual({ ceremonyId: session.id });
      expect(eid.redeemed).toBe(redeemed);
      expect((await latest())?.evidence).toBe(attempt!.evidence);
    });

    test('that comes twice at once is redeemed once', async () => {
      const { location, loginToken } = await begin();
      const query = eid.answer(location);
      const redeemed = eid.redeemed;
      await Promise.all([finish(query, loginToken), finish(query, loginToken)]);
      expect(eid.redeemed).toBe(redeemed + 1);
      expect((await latest())?.state).toBe('AUTHENTICATED');
    });

    test('keeps the signer from rejecting or beginning anew while the signature is made', async () => {
      const { location, loginToken } = await begin();
      await finish(eid.answer(location), loginToken);
      await expect(begin()).rejects.toMatchObject({ code: 'SIGNER_ALREADY_ACTED' });
    });
  });

  const seconds = (): number => Math.floor(Date.now() / 1000);
  const forged: readonly (readonly [string, () => Forgery, string])[] = [
    ['another nonce', () => ({ claims: { nonce: 'x'.repeat(43) } }), 'EID_FAILED'],
    ['no nonce', () => ({ claims: { nonce: undefined } }), 'EID_FAILED'],
    ['another audience', () => ({ claims: { aud: 'somebody-else' } }), 'EID_FAILED'],
    ['another issuer', () => ({ claims: { iss: 'https://evil.example' } }), 'EID_FAILED'],
    ['expired', () => ({ claims: { exp: seconds() - 300, iat: seconds() - 600 } }), 'EID_FAILED'],
    ['no signature', () => ({ algorithm: 'none' }), 'EID_FAILED'],
    ['a symmetric signature', () => ({ algorithm: 'HS256' }), 'EID_FAILED'],
    ['a signature by another key', () => ({ foreignKey: true }), 'EID_FAILED'],
    ['an old log-in', () => ({ claims: { auth_time: seconds() - 900 } }), 'EID_FAILED'],
    ['a log-in of the future', () => ({ claims: { auth_time: seconds() + 900 } }), 'EID_FAILED'],
    ['no time of log-in', () => ({ claims: { auth_time: undefined } }), 'EID_FAILED'],
    ['too low a level', () => ({ claims: { acr: 'idporten-loa-substantial' } }), 'LEVEL_TOO_LOW'],
    ['an unknown level', () => ({ claims: { acr: 'constructor' } }), 'LEVEL_TOO_LOW'],
    ['no level', () => ({ claims: { acr: undefined } }), 'LEVEL_TOO_LOW'],
    ['another person', () => ({ claims: { pid: '47906701517' } }), 'WRONG_PERSON'],
    ['no number', () => ({ claims: { pid: undefined } }), 'EID_FAILED'],
    ['a malformed number', () => ({ claims: { pid: `${number} or 1=1` } }), 'EID_FAILED'],
    ['a refusal by the token endpoint', () => ({ error: 'server_error' }), 'EID_FAILED'],
  ];

  describe('a forged or failed answer leaves the job untouched', () => {
    test.each(forged)('ID token with %s', async (_name, forgery, notice) => {
      eid.forgery = forgery();
      const { location, loginToken } = await begin();
      await finish(eid.answer(location), loginToken);
      expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'READY', notice });
      await expectUntouched();

      eid.forgery = {};
      const again = await begin();
      await finish(eid.answer(again.location), again.loginToken);
      expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'SIGNING' });
    });

    test.each([
      ['access_denied', 'EID_CANCELLED'],
      ['login_required', 'EID_FAILED'],
    ])('error %s', async (error, notice) => {
      const { location, loginToken } = await begin();
      const query = eid.answer(location);
      query.delete('code');
      query.set('error', error);
      await finish(query, loginToken);
      expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'READY', notice });
      await expectUntouched();
    });

    test.each([
      ['another issuer (mix-up)', (query: URLSearchParams) => query.set('iss', 'https://evil.example')],
      ['no issuer', (query: URLSearchParams) => query.delete('iss')],
      ['a code of its own', (query: URLSearchParams) => query.set('code', 'guessed')],
      ['two codes', (query: URLSearchParams) => query.append('code', 'second')],
    ])('callback with %s', async (_name, change) => {
      const { location, loginToken } = await begin();
      const query = eid.answer(location);
      change(query);
      await finish(query, loginToken);
      expect(await ceremonyState(world.deps, session)).toMatchObject({
        phase: 'READY',
        notice: 'EID_FAILED',
      });
      await expectUntouched();
    });

    test.each([
      ['an unknown state', (query: URLSearchParams) => query.set('state', 'x.y')],
      ['a changed state', (query: URLSearchParams) => query.set('state', `${query.get('state')!}x`)],
      ['no state', (query: URLSearchParams) => query.delete('state')],
      ['two states', (query: URLSearchParams) => query.append('state', query.get('state')!)],
    ])('callback with %s takes nothing up', async (_name, change) => {
      const { location, loginToken } = await begin();
      const query = eid.answer(location);
      change(query);
      await expect(finish(query, loginToken)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' });
      expect((await latest())?.state).toBe('STARTED');
    });

    test('the answer in another browser takes nothing up', async () => {
      const { location, loginToken } = await begin();
      const other = await startJob(world);
      const others = await beginSigning(world.deps, await openSession(world, other.token), 'nb');
      const query = eid.answer(location);
      for (const cookie of [undefined, others.loginToken, 'x']) {
        await expect(finish(query, cookie)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' });
      }
      await finish(query, loginToken);
      expect((await latest())?.state).toBe('AUTHENTICATED');
    });

    test('the answer of one signing is none for another', async () => {
      const first = await begin();
      const stolen = eid.answer(first.location);
      const other = await startJob(world);
      const otherSession = await openSession(world, other.token);
      const second = await beginSigning(world.deps, otherSession, 'nb');
      const query = eid.answer(second.location);
      query.set('code', stolen.get('code')!);
      await finish(query, second.loginToken);
      expect(await ceremonyState(world.deps, otherSession)).toMatchObject({ notice: 'EID_FAILED' });
    });

    test('an answer to an attempt that was begun anew is not taken', async () => {
      const first = await begin();
      const second = await begin();
      await finish(eid.answer(first.location), first.loginToken);
      expect((await latest())?.state).toBe('STARTED');
      await finish(eid.answer(second.location), second.loginToken);
      expect((await latest())?.state).toBe('AUTHENTICATED');
    });

    test('reasons name the check and hold no number, token or claim value', async () => {
      eid.forgery = { claims: { pid: '47906701517' } };
      const { location, loginToken } = await begin();
      await finish(eid.answer(location), loginToken);
      const trail = await world.store.transaction((tx) => tx.auditTrail(job.id));
      expect(JSON.stringify(trail.map(({ kind, data }) => ({ kind, data })))).not.toMatch(/\b\d{11}\b|eyJ/);
      const error: unknown = await eidAt(eid.issuer)
        .login({ purpose: 'signature', query: 'code=x&state=a', state: 'b', nonce: 'n', codeVerifier: 'v' })
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(EidError);
    });
  });

  describe('a name', () => {
    const nameless = { claims: { name: undefined, given_name: undefined, family_name: undefined } };

    test('comes from the register where the eID sends none', async () => {
      world.register.set(number, {
        name: { full: 'Kåre Register', given: 'Kåre', family: 'Register' },
        birthDate: undefined,
      });
      eid.forgery = nameless;
      const { location, loginToken } = await begin();
      await finish(eid.answer(location), loginToken);
      world.register.clear();
      expect(JSON.parse((await latest())!.evidence!)).toMatchObject({
        name: { full: 'Kåre Register' },
        nameSource: 'register',
        birthDate: '1932-01-02',
      });
    });

    test('that nobody knows ends the job, and says so at the exit', async () => {
      eid.forgery = nameless;
      const { location, loginToken } = await begin();
      await finish(eid.answer(location), loginToken);
      const state = await ceremonyState(world.deps, session);
      expect(state.phase).toBe('NAME_NOT_AVAILABLE');
      expect(state.exitUrl).toMatch(/^https:\/\/sender\.example\/error\?status_query_token=[\w-]{43}$/);
      const ended = await world.store.transaction((tx) => tx.job(job.id));
      expect(ended?.status).toBe('FAILED');
      expect(ended?.signers[0]?.status).toBe('SIGNERS_NAME_NOT_AVAILABLE');
    });

    test('is looked up by number only: a signer without one at the eID is not asked for', async () => {
      const other = await startJob(world, {
        signers: [newSigner(1, { redirectTokenHash: sha256Hex('custom-token') })],
      });
      const custom = await openSession(world, 'custom-token');
      eid.forgery = { claims: { ...nameless.claims, pid: undefined } };
      const { location, loginToken } = await beginSigning(world.deps, custom, 'nb');
      await finish(eid.answer(location), loginToken);
      expect(await latest(other.job)).toMatchObject({ state: 'ENDED' });
      expect(await ceremonyState(world.deps, custom)).toMatchObject({ phase: 'NAME_NOT_AVAILABLE' });
    });
  });
});
