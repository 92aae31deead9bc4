/** A log-in to the portal is none for a signature, and the other way round. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  callback,
  client,
  eidAt,
  openSession,
  startCeremonyWorld,
  startJob,
  type CeremonyWorld,
} from '../../test/ceremony-world.ts';
import { startForgingEid, type ForgingEid } from '../../test/forging-eid.ts';
import type { SignatureJob } from '../jobs/model.ts';
import type { CeremonySession } from '../jobs/ports.ts';
import { beginSigning, ceremonyState, finishLogin } from './index.ts';

let eid: ForgingEid;
let world: CeremonyWorld;
let job: SignatureJob;
let session: CeremonySession;

beforeAll(async () => {
  eid = await startForgingEid();
  world = await startCeremonyWorld(eid.issuer);
});
afterAll(async () => {
  await world.close();
  await eid.close();
});
beforeEach(async () => {
  const started = await startJob(world);
  job = started.job;
  session = await openSession(world, started.token);
});

const begin = () => beginSigning(world.deps, session, 'nb');
const latest = () => world.store.transaction((tx) => tx.latestAttempt(job.signers[0]!.id));
const finish = (query: URLSearchParams, loginToken: string | undefined) =>
  finishLogin(world.deps, callback(query), loginToken, client);

describe('a log-in to the portal in the same browser', () => {
  const secrets = { state: 'portal.state', nonce: 'n'.repeat(43), codeVerifier: 'v'.repeat(43) };
  const logIn = async () => {
    const request = { ...secrets, purpose: 'session', level: 4, language: 'nb' } as const;
    return eid.answer((await world.deps.eid.authorizationUrl(request)).href);
  };

  test('asks for no new log-in, and answers at the portal’s address', async () => {
    const request = { ...secrets, purpose: 'session', level: 3, language: 'nb' } as const;
    const { searchParams } = await world.deps.eid.authorizationUrl(request);
    expect(searchParams.get('redirect_uri')).toBe('http://localhost:8080/portal/eid/callback');
    expect(searchParams.get('acr_values')).toBe('idporten-loa-substantial');
    expect(searchParams.has('prompt')).toBe(false);
    expect(searchParams.has('max_age')).toBe(false);
    const again = await world.deps.eid.authorizationUrl({ ...request, purpose: 'step-up' });
    expect(again.searchParams.get('prompt')).toBe('login');
  });

  test('finishes no signing', async () => {
    const { location, loginToken } = await begin();
    const query = await logIn();
    await expect(finish(query, loginToken)).rejects.toMatchObject({ code: 'LINK_UNKNOWN' });
    expect((await latest())?.state).toBe('STARTED');

    // With the signing's own state before it, the code is still the portal's.
    const redeemed = eid.redeemed;
    query.set('state', new URL(location).searchParams.get('state')!);
    await finish(query, loginToken);
    expect(eid.redeemed).toBe(redeemed);
    expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'READY', notice: 'EID_FAILED' });
    expect(await world.store.transaction((tx) => tx.job(job.id))).toEqual(job);
  });

  test('is not finished by the answer to a signing', async () => {
    const { location } = await begin();
    const query = eid.answer(location);
    const portal = { ...secrets, purpose: 'session' } as const;
    const finishPortal = () => world.deps.eid.login({ ...portal, query: query.toString() });
    await expect(finishPortal()).rejects.toMatchObject({ code: 'EID_FAILED' });
    query.set('state', secrets.state);
    await expect(finishPortal()).rejects.toMatchObject({ code: 'EID_FAILED', message: 'invalid_grant' });
  });
});

test('a provider without logout is told from one that cannot be reached', async () => {
  const out = {
    idToken: undefined,
    postLogoutRedirectUri: 'http://localhost:8080/portal/logged-out',
    state: 's',
  };
  expect(await world.deps.eid.logout(out)).toBeUndefined();
  await expect(eidAt('http://127.0.0.1:9').logout(out)).rejects.toMatchObject({ code: 'EID_UNAVAILABLE' });
});
