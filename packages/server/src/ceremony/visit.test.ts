/** Arriving, looking around, saying no, leaving. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession, startCeremonyWorld, startJob, type CeremonyWorld } from '../../test/ceremony-world.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { sha256Hex } from '../jobs/secrets.ts';
import {
  beginSigning,
  ceremonyDocument,
  ceremonyPades,
  ceremonySession,
  ceremonyState,
  linkState,
  openCeremony,
  rejectSigning,
} from './index.ts';

const day = 86_400_000;

describeOnEachDatabase('a visit', (kind) => {
  let world: CeremonyWorld;

  beforeAll(async () => {
    world = await startCeremonyWorld('http://127.0.0.1:9', kind);
  });
  afterAll(() => world.close());

  const back = { senderName: 'Testkommunen', returnUrl: 'https://sender.example/error' };

  describe('a redirect-url', () => {
    test('works once', async () => {
      const { token } = await startJob(world);
      await expect(linkState(world.deps, token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await openCeremony(world.deps, token)).kind).toBe('opened');
      const again = await openCeremony(world.deps, token);
      expect(again).toEqual({ kind: 'dead-end', link: { reason: 'USED', ...back } });
      expect(await linkState(world.deps, token)).toEqual({ reason: 'USED', ...back });
    });

    test('used by two at the same moment lets one in', async () => {
      const { token } = await startJob(world);
      const both = await Promise.all([openCeremony(world.deps, token), openCeremony(world.deps, token)]);
      expect(both.map(({ kind }) => kind).sort()).toEqual(['dead-end', 'opened']);
    });

    test('replaced, expired and unknown are told apart', async () => {
      const { job, token } = await startJob(world);
      const now = world.deps.clock.now();
      await world.store.transaction((tx) =>
        tx.replaceRedirectToken(job.signers[0]!.id, sha256Hex('newer'), now),
      );
      expect(await linkState(world.deps, token)).toEqual({ reason: 'REPLACED', ...back });
      expect(await openCeremony(world.deps, 'unheard-of')).toEqual({
        kind: 'dead-end',
        link: { reason: 'UNKNOWN' },
      });
      const late = { ...world.deps, clock: { ...world.deps.clock, now: () => now + 31 * day } };
      expect(await openCeremony(late, 'newer')).toEqual({
        kind: 'dead-end',
        link: { reason: 'EXPIRED', ...back },
      });
      expect(await linkState(late, 'newer')).toEqual({ reason: 'EXPIRED', ...back });
    });
  });

  describe('a session', () => {
    test('is found by its own cookie and for its time only', async () => {
      const { token } = await startJob(world);
      const opened = await openCeremony(world.deps, token);
      if (opened.kind !== 'opened') throw new Error('not opened');
      const { ceremonyId, sessionToken } = opened;
      expect(await ceremonySession(world.deps, ceremonyId, sessionToken)).toMatchObject({ id: ceremonyId });
      const missing = { code: 'SESSION_MISSING' };
      await expect(ceremonySession(world.deps, ceremonyId, undefined)).rejects.toMatchObject(missing);
      await expect(ceremonySession(world.deps, ceremonyId, 'another')).rejects.toMatchObject(missing);
      await expect(ceremonySession(world.deps, 'another', sessionToken)).rejects.toMatchObject(missing);
      // What is no identifier does not reach the database.
      const noStore = {
        ...world.deps,
        store: { ...world.store, transaction: () => Promise.reject(new Error()) },
      };
      await expect(ceremonySession(noStore, 'a\u0000', sessionToken)).rejects.toMatchObject(missing);
      const later = Date.now() + day;
      const tomorrow = { ...world.deps, clock: { ...world.deps.clock, wall: () => later } };
      await expect(ceremonySession(tomorrow, ceremonyId, sessionToken)).rejects.toMatchObject(missing);
    });

    test('shows what is asked and by whom', async () => {
      const { token } = await startJob(world, { description: 'Please sign' });
      const session = await openSession(world, token);
      const state = await ceremonyState(world.deps, session);
      expect(state).toEqual({
        phase: 'READY',
        flow: 'direct',
        sender: { name: 'Testkommunen' },
        title: 'Søknad om byggjeløyve',
        description: 'Please sign',
        deadline: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        now: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE',
        onBehalfOf: 'SELF',
        identifierInSignedDocuments: 'DATE_OF_BIRTH_AND_NAME',
        requiredAuthentication: 4,
        documents: [
          {
            number: 1,
            title: 'Søknad',
            mime: 'application/pdf',
            size: expect.any(Number) as number,
            pages: 1,
            href: `/ceremony/${session.id}/api/documents/1`,
          },
        ],
        signers: { total: 1, signed: 0 },
        eidName: 'Test-ID',
        test: true,
        returnUrl: 'https://sender.example/error',
      });
      expect(await ceremonyDocument(world.deps, session, 1)).toMatchObject({ fileName: 'søknad.pdf' });
      await expect(ceremonyDocument(world.deps, session, 2)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(ceremonyPades(world.deps, session)).rejects.toMatchObject({
        code: 'DOCUMENT_NOT_AVAILABLE',
      });
    });
  });

  describe('rejecting', () => {
    test('ends the job and leads back with a token, the same at each reload', async () => {
      const { job, token } = await startJob(world);
      const session = await openSession(world, token);
      expect(await world.store.transaction((tx) => tx.statusQueryTokens(job.id))).toEqual([]);
      await rejectSigning(world.deps, session, '  Not\u0000my name  ');
      const state = await ceremonyState(world.deps, session);
      expect(state.phase).toBe('REJECTED');
      const [, statusToken = ''] =
        /^https:\/\/sender\.example\/no\?status_query_token=([\w-]{43})$/.exec(state.exitUrl ?? '') ?? [];
      const { now: _now, ...lasting } = state;
      expect(await ceremonyState(world.deps, session)).toMatchObject(lasting);
      expect(await world.store.transaction((tx) => tx.statusQueryTokens(job.id))).toEqual([
        sha256Hex(statusToken),
      ]);
      const ended = await world.store.transaction((tx) => tx.job(job.id));
      expect(ended).toMatchObject({ status: 'FAILED', signers: [{ rejectionReason: 'Not my name' }] });
    });

    test('and then no more signing or rejecting', async () => {
      const { token } = await startJob(world);
      const session = await openSession(world, token);
      await rejectSigning(world.deps, session, undefined);
      const acted = { code: 'SIGNER_ALREADY_ACTED' };
      await expect(rejectSigning(world.deps, session, undefined)).rejects.toMatchObject(acted);
      await expect(beginSigning(world.deps, session, 'nb')).rejects.toMatchObject(acted);
    });
  });

  test('a signature that is committed while the page asks does not lead back to reading', async () => {
    const { job, token } = await startJob(world);
    const session = await openSession(world, token);
    const id = randomUUID();
    await world.store.transaction((tx) =>
      tx.insertSigningAttempt({
        id,
        jobId: job.id,
        signerId: session.signerId,
        ceremonyId: session.id,
        intent: '{}',
        stateHash: sha256Hex(id),
        codeVerifier: 'v',
        state: 'SIGNED',
        notice: undefined,
        evidence: '{}',
        createdAt: job.createdAt,
      }),
    );
    // Of the two readings that make the answer, the first still found the signer waiting.
    expect(await ceremonyState(world.deps, session)).toMatchObject({ phase: 'SIGNING' });
  });

  test('the period that ran out is recorded before the page says so', async () => {
    const { job, token } = await startJob(world);
    const session = await openSession(world, token);
    const late = { ...world.deps, clock: { ...world.deps.clock, now: () => job.expiresAt } };
    expect(await ceremonyState(late, session)).toMatchObject({ phase: 'EXPIRED' });
    expect(await world.store.transaction((tx) => tx.job(job.id))).toMatchObject({ status: 'FAILED' });
    await expect(beginSigning(late, session, 'nb')).rejects.toMatchObject({ code: 'JOB_ENDED' });
  });
});
