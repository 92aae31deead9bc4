/** From a proven identity to a recorded signature, with time-stamps and OCSP over HTTP. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCertificate, subjectAttribute } from '@segl/formats/x509';
import { validateXades } from '@segl/formats/validation';
import {
  callback,
  client,
  number,
  openSession,
  runSignTask,
  startCeremonyWorld,
  startJob,
  type CeremonyWorld,
} from '../../test/ceremony-world.ts';
import { startForgingEid, type ForgingEid } from '../../test/forging-eid.ts';
import { newSigner } from '../../test/jobs.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import type { SignatureJob } from '../jobs/model.ts';
import type { CeremonySession, NewJob } from '../jobs/ports.ts';
import { expireJob } from '../jobs/expire-job.ts';
import { recordRejection } from '../jobs/record-acts.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import { beginSigning, ceremonyState, finishLogin, makeSignature, rejectSigning } from './index.ts';

const day = 86_400_000;

describeOnEachDatabase('a signature', (kind) => {
  let eid: ForgingEid;
  let world: CeremonyWorld;

  beforeAll(async () => {
    eid = await startForgingEid();
  });
  afterAll(() => eid.close());
  beforeEach(async () => {
    world = await startCeremonyWorld(eid.issuer, kind);
    return () => world.close();
  });

  interface Authenticated {
    readonly job: SignatureJob;
    readonly session: CeremonySession;
    readonly attemptId: string;
  }

  async function authenticated(changes: Partial<NewJob> = {}): Promise<Authenticated> {
    const { job, token } = await startJob(world, changes);
    const session = await openSession(world, token);
    const { location, loginToken } = await beginSigning(world.deps, session, 'en');
    await finishLogin(world.deps, callback(eid.answer(location)), loginToken, client);
    const attempt = await world.store.transaction((tx) => tx.latestAttempt(job.signers[0]!.id));
    return { job, session, attemptId: attempt!.id };
  }

  const jobNow = async (job: SignatureJob): Promise<SignatureJob> =>
    (await world.store.transaction((tx) => tx.job(job.id)))!;
  const trailOf = (job: SignatureJob) => world.store.transaction((tx) => tx.auditTrail(job.id));
  const statusNow = async (job: SignatureJob) => (await jobNow(job)).signers[0]!.status;

  async function xadesOf(job: SignatureJob): Promise<string> {
    const signed = await jobNow(job);
    return Buffer.from(await world.deps.blobs.get(signed.signers[0]!.xadesSha256!)).toString('utf8');
  }

  function signerCertificate(xades: string) {
    const [, base64 = ''] = /<ds:X509Certificate>([^<]+)/.exec(xades) ?? [];
    return readCertificate(Buffer.from(base64, 'base64'));
  }

  const signers = (changes: Partial<Parameters<typeof newSigner>[1]>) => [
    newSigner(1, {
      address: { kind: 'personal-identification-number', value: number },
      redirectTokenHash: sha256Hex('the-token'),
      ...changes,
    }),
  ];
  const opened = async (changes: Partial<NewJob>): Promise<SignatureJob> => {
    const { job } = await startJob(world, changes);
    const session = await openSession(world, 'the-token');
    const { location, loginToken } = await beginSigning(world.deps, session, 'en');
    await finishLogin(world.deps, callback(eid.answer(location)), loginToken, client);
    await runSignTask(world, job);
    return job;
  };

  describe('an authenticated signature', () => {
    test('is made with the seal key, proven, and recorded; the last signer waits for the seal', async () => {
      const { job, session, attemptId } = await authenticated();
      await makeSignature(world.deps, attemptId);

      const xades = await xadesOf(job);
      const documents = [{ name: 'søknad.pdf', sha256: Buffer.from(job.documents[0]!.sha256, 'hex') }];
      const report = validateXades(Buffer.from(xades), documents, world.deps.trust, new Date());
      expect(report).toMatchObject({ conclusion: 'PASSED', level: 'XAdES-BASELINE-LT' });
      expect(signerCertificate(xades).commonName).toBe('Test Seal');
      expect(xades).toContain('<Name>Kari Nordmann</Name>');
      expect(xades).toContain('<Identifier kind="date-of-birth">1932-01-02</Identifier>');
      expect(xades).toContain('I have read the documents and want to sign them.');
      expect(xades).not.toContain(number);

      expect(await statusNow(job)).toBe('SIGNED');
      expect((await jobNow(job)).status).toBe('IN_PROGRESS');
      expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'SEALING' });
      expect(world.steps).toEqual([
        'intent-recorded',
        'identity-proven',
        'key-created',
        'signature-created',
        'signature-timestamped',
        'revocation-collected',
        'xades-stored',
        'signature-committed',
      ]);
    });

    test('run again changes nothing', async () => {
      const { job, attemptId } = await authenticated();
      await makeSignature(world.deps, attemptId);
      const before = await jobNow(job);
      await makeSignature(world.deps, attemptId);
      expect(await jobNow(job)).toEqual(before);
    });

    test('made twice at the same moment is recorded once', async () => {
      const { job, attemptId } = await authenticated();
      await Promise.all([makeSignature(world.deps, attemptId), makeSignature(world.deps, attemptId)]);
      const signings = (await trailOf(job)).filter(({ kind }) => kind === 'SIGNER_SIGNED');
      expect(signings).toHaveLength(1);
      expect(signings[0]!.data['xadesSha256']).toBe((await jobNow(job)).signers[0]!.xadesSha256);
    });

    test.each([
      'key-created',
      'signature-created',
      'signature-timestamped',
      'revocation-collected',
      'xades-stored',
    ])('stopped after %s and run again is signed once', async (where) => {
      const { job, attemptId } = await authenticated();
      const step = (name: string): void => {
        if (name === where) throw new Error('stopped');
      };
      await expect(makeSignature({ ...world.deps, trace: { step } }, attemptId)).rejects.toThrow('stopped');
      expect(await statusNow(job)).toBe('WAITING');
      await makeSignature(world.deps, attemptId);
      expect((await trailOf(job)).filter(({ kind }) => kind === 'SIGNER_SIGNED')).toHaveLength(1);
    });
  });

  describe('an advanced signature', () => {
    const advanced = { signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE' } as const;

    test('has a certificate in the signer’s name, for minutes, for this signature only', async () => {
      const first = signerCertificate(await xadesOf(await opened({ signers: signers(advanced) })));
      expect(first.subject).toBe('CN=Kari Nordmann,GN=Kari,SN=Nordmann,C=NO');
      expect(first.keyUsage).toEqual(new Set(['nonRepudiation']));
      expect(first.notAfter.getTime() - first.notBefore.getTime()).toBeLessThanOrEqual(15 * 60_000);
      const again = signers({ ...advanced, redirectTokenHash: sha256Hex('another') });
      const { job, token: _ } = await startJob(world, { signers: again });
      const session = await openSession(world, 'another');
      const { location, loginToken } = await beginSigning(world.deps, session, 'en');
      await finishLogin(world.deps, callback(eid.answer(location)), loginToken, client);
      await runSignTask(world, job);
      const second = signerCertificate(await xadesOf(job));
      expect(Buffer.from(second.publicKeyBits)).not.toEqual(Buffer.from(first.publicKeyBits));
    });

    test('shows the number where the job says so and the sender knew it', async () => {
      const job = await opened({
        identifierInSignedDocuments: 'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
        signers: signers(advanced),
      });
      const xades = await xadesOf(job);
      expect(subjectAttribute(signerCertificate(xades), '2.5.4.5')).toBe(`PNONO-${number}`);
      expect(xades).toContain(`<Identifier kind="personal-identification-number">${number}</Identifier>`);
    });

    test.each([
      ['NAME', 'personal-identification-number'],
      ['DATE_OF_BIRTH_AND_NAME', 'personal-identification-number'],
      ['PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', 'signer-identifier'],
    ] as const)('never shows it for %s addressed by %s', async (identifier, kind) => {
      const value = kind === 'signer-identifier' ? 'customer 7' : number;
      const job = await opened({
        identifierInSignedDocuments: identifier,
        signers: signers({ ...advanced, address: { kind, value } }),
      });
      const xades = await xadesOf(job);
      expect(xades).not.toContain(number);
      expect(signerCertificate(xades).subject).not.toContain('PNONO');
      expect(xades.includes('1932-01-02')).toBe(identifier === 'DATE_OF_BIRTH_AND_NAME');
    });
  });

  describe('with a part outside away', () => {
    test.each([
      ['no time-stamp', () => (world.trust.switches.timestampsDown = true)],
      ['no revocation answer', () => (world.trust.switches.ocspDown = true)],
    ])('%s: the signer is told that it takes longer, and it ends well by itself', async (_name, fail) => {
      const { job, session, attemptId } = await authenticated();
      fail();
      await expect(makeSignature(world.deps, attemptId)).rejects.toMatchObject({
        code: 'TEMPORARILY_UNAVAILABLE',
      });
      expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'SIGNING_DELAYED' });
      expect(await statusNow(job)).toBe('WAITING');
      await expect(rejectSigning(world.deps, session, undefined)).rejects.toMatchObject({
        code: 'SIGNER_ALREADY_ACTED',
      });
      world.trust.switches.timestampsDown = false;
      world.trust.switches.ocspDown = false;
      await makeSignature(world.deps, attemptId);
      expect(await statusNow(job)).toBe('SIGNED');
    });

    test('a time-stamp over something else is no time-stamp', async () => {
      const { job, attemptId } = await authenticated();
      await world.deps.timestamp(Buffer.alloc(32, 1));
      world.trust.switches.timestampsWrong = true;
      await expect(makeSignature(world.deps, attemptId)).rejects.toThrow('no time-stamp could be had');
      expect(await statusNow(job)).toBe('WAITING');
    });

    test('a revoked certificate makes no signature', async () => {
      const { job, attemptId } = await authenticated();
      world.trust.switches.status = { status: 'revoked', at: new Date(Date.now() - day) };
      await expect(makeSignature(world.deps, attemptId)).rejects.toMatchObject({
        code: 'REVOCATION_REVOKED',
      });
      expect(await statusNow(job)).toBe('WAITING');
    });
  });

  describe('a signature against the end of the job', () => {
    test('the period runs out while it is made: begun in time, so it is signed', async () => {
      const { job, session, attemptId } = await authenticated();
      const step = async (name: string): Promise<void> => {
        if (name !== 'xades-stored') return;
        world.advance(31 * day);
        await expect(expireJob(world.deps, job.id)).rejects.toMatchObject({
          code: 'TEMPORARILY_UNAVAILABLE',
        });
      };
      await makeSignature({ ...world.deps, trace: { step } }, attemptId);
      await expireJob(world.deps, job.id);
      expect((await jobNow(job)).signers[0]).toMatchObject({ status: 'SIGNED' });
      expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'SEALING' });
    });

    test('another signer rejects while it is made: ended, and nothing recorded', async () => {
      const [first] = signers({});
      const { job, session, attemptId } = await authenticatedWith([first!, newSigner(2)]);
      const step = async (name: string): Promise<void> => {
        if (name !== 'xades-stored') return;
        await world.store.transaction(async (tx) => {
          await recordRejection(tx, { jobId: job.id, signerNumber: 2 }, undefined, world.deps.clock.now());
        });
      };
      await makeSignature({ ...world.deps, trace: { step } }, attemptId);
      expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'ENDED' });
      expect((await jobNow(job)).signers.map(({ status }) => status)).toEqual(['NOT_APPLICABLE', 'REJECTED']);
      expect(await world.store.transaction((tx) => tx.signingAttempt(attemptId))).toMatchObject({
        state: 'ENDED',
      });
    });

    test('at the same moment there is one outcome, whoever wins', async () => {
      const [first] = signers({});
      const { job, attemptId } = await authenticatedWith([first!, newSigner(2)]);
      const reject = (): Promise<unknown> =>
        world.store.transaction((tx) =>
          recordRejection(tx, { jobId: job.id, signerNumber: 2 }, undefined, world.deps.clock.now()),
        );
      let rejection: Promise<unknown> = Promise.resolve();
      const step = (name: string): void => {
        if (name === 'xades-stored') rejection = reject();
      };
      await makeSignature({ ...world.deps, trace: { step } }, attemptId);
      await rejection;
      const ended = await jobNow(job);
      expect(ended.status).toBe('FAILED');
      const [signer] = ended.signers;
      expect(['SIGNED', 'NOT_APPLICABLE']).toContain(signer!.status);
      expect(signer!.xadesSha256 !== undefined).toBe(signer!.status === 'SIGNED');
    });

    async function authenticatedWith(both: NewJob['signers']): Promise<Authenticated> {
      const { job } = await startJob(world, { signers: both });
      const session = await openSession(world, 'the-token');
      const { location, loginToken } = await beginSigning(world.deps, session, 'en');
      await finishLogin(world.deps, callback(eid.answer(location)), loginToken, client);
      const attempt = await world.store.transaction((tx) => tx.latestAttempt(job.signers[0]!.id));
      return { job, session, attemptId: attempt!.id };
    }
  });
});
