import { afterEach, beforeEach, expect, it } from 'vitest';
import { day, noon } from '../../test/jobs.ts';
import { byContact, companyCaller, portalWorld, type PortalWorld } from '../../test/portal.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { ceremonySession } from '../ceremony/index.ts';
import { cancelJob } from '../jobs/cancel-job.ts';
import type { SignatureJob } from '../jobs/model.ts';
import { recordSealed, recordSignature } from '../jobs/record-acts.ts';
import { currentCode, linkToken, mostCodes } from '../jobs/signer-links.ts';
import { enterCode, type EnterCodeDeps } from './enter-code.ts';
import { askForNewCode } from './new-code.ts';
import { unknownLinks } from './unknown-links.ts';

describeOnEachDatabase('link and code', (kind) => {
  let world: PortalWorld;
  let deps: PortalWorld['deps'] & EnterCodeDeps;
  let job: SignatureJob;
  let token: string;
  beforeEach(async () => {
    world = await portalWorld(kind);
    deps = { ...world.deps, unknownLinks: unknownLinks() };
    job = await world.createActivated({
      caller: companyCaller,
      signers: [
        byContact({ email: 'kari@example.com' }, { order: 1 }),
        byContact({ mobile: '99000002' }, { order: 2 }),
      ],
    });
    token = linkToken(deps.tokenKey, (await link()).id);
  });
  afterEach(() => world.remove());

  const link = async () => (await world.store.transaction((tx) => tx.signerLinkOf(job.signers[0]!.id)))!;
  const code = async () => currentCode(deps.tokenKey, await link());
  const wrongCode = async () => ((await code()) === '000000' ? '000001' : '000000');
  const status = async () => (await world.read(job)).signers[0]?.status;
  const enterWrong = async (on = token) => {
    const error: unknown = await enterCode(deps, on, await wrongCode()).catch((reason: unknown) => reason);
    const { code: what, members, message } = error as { code: string; members: object; message: string };
    return { what, members, message };
  };

  it('opens the ceremony, as often as the signer comes back', async () => {
    for (let visit = 0; visit < 3; visit += 1) {
      const { ceremonyId, sessionToken } = await enterCode(deps, token, await code());
      const session = await ceremonySession(deps, ceremonyId, sessionToken);
      expect(session).toMatchObject({ jobId: job.id, signerId: job.signers[0]?.id });
    }
  });

  it('counts wrong codes down; the fifth blocks the signer and ends the job', async () => {
    expect(await code()).toMatch(/^\d{6}$/);
    const answers = [];
    for (let n = 0; n < 7; n += 1) answers.push(await enterWrong());
    expect(answers.map(({ what, members }) => [what, members])).toEqual([
      ...[4, 3, 2, 1].map((triesLeft) => ['CODE_WRONG', { triesLeft }]),
      ...[0, 0, 0].map(() => ['LINK_BLOCKED', {}]),
    ]);
    expect((await world.read(job)).signers.map((signer) => signer.status)).toEqual([
      'BLOCKED',
      'NOT_APPLICABLE',
    ]);
    expect(await world.read(job)).toMatchObject({ status: 'FAILED' });
    await expect(enterCode(deps, token, await code()), 'not even the right one').rejects.toMatchObject({
      code: 'LINK_BLOCKED',
    });
  });

  it('answers for a link that does not exist exactly as for one that does', async () => {
    const answers = async (on: string) => {
      const all = [];
      for (let n = 0; n < 7; n += 1) all.push(await enterWrong(on));
      return all;
    };
    expect(await answers('no-such-link')).toEqual(await answers(token));
  });

  it('forgets wrong codes after the right one', async () => {
    for (let n = 0; n < 4; n += 1) await enterWrong();
    await enterCode(deps, token, await code());
    expect(await enterWrong()).toMatchObject({ what: 'CODE_WRONG', members: { triesLeft: 4 } });
    expect(await status()).toBe('WAITING');
  });

  it('counts codes that are entered at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => enterWrong()));
    expect(answers.map(({ what }) => what).sort()).toEqual([
      ...Array<string>(4).fill('CODE_WRONG'),
      ...Array<string>(8).fill('LINK_BLOCKED'),
    ]);
    expect(await status()).toBe('BLOCKED');
  });

  it('sends a new code a limited number of times; only the latest works', async () => {
    const first = await code();
    await askForNewCode(deps, token);
    expect(await code()).not.toBe(first);
    await expect(enterCode(deps, token, first)).rejects.toMatchObject({ code: 'CODE_WRONG' });
    await enterCode(deps, token, await code());
    for (let n = 0; n < 10; n += 1) await askForNewCode(deps, token);
    expect(await link()).toMatchObject({ codeNumber: mostCodes });
    const sent = (await world.notifications(job)).filter((notification) => notification.kind === 'code');
    expect(sent).toHaveLength(mostCodes - 1);
    expect(new Set(sent.map(({ reference }) => reference)).size).toBe(mostCodes - 1);
    await askForNewCode(deps, 'no-such-link');
  });

  it('tells why it is too late only to one with the right code', async () => {
    await cancelJob(deps, { sender: job.sender, jobId: job.id, flow: 'portal' });
    expect(await enterWrong()).toMatchObject({ what: 'CODE_WRONG' });
    await expect(enterCode(deps, token, await code())).rejects.toMatchObject({
      code: 'JOB_ENDED',
      members: { endedBecause: 'CANCELLED' },
    });
    for (let n = 0; n < 5; n += 1) await enterWrong();
    expect(await status(), 'an ended job stays as it is').toBe('CANCELLED');
  });

  it('works until the period ends; after signing, as long as the document can be downloaded', async () => {
    world.time = noon + 30 * day;
    await expect(enterCode(deps, token, await code())).rejects.toMatchObject({
      members: { endedBecause: 'EXPIRED' },
    });
    world.time = noon;
    const sign = (signerNumber: number) =>
      world.store.transaction((tx) =>
        recordSignature(tx, { jobId: job.id, signerNumber }, { xadesSha256: 'b'.repeat(64) }, world.time),
      );
    await sign(1);
    await sign(2);
    await world.store.transaction((tx) => recordSealed(tx, job.id, 'c'.repeat(64), world.time));
    world.time = noon + 39 * day;
    await enterCode(deps, token, await code());
    await world.store.transaction((tx) => tx.updateJob(job.id, { documentsDeletedAt: world.time }));
    await expect(enterCode(deps, token, await code())).rejects.toMatchObject({ code: 'JOB_ENDED' });
  });
});
