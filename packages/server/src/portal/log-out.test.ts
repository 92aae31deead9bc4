import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { eidAt } from '../../test/ceremony-world.ts';
import { startForgingEid, type ForgingEid } from '../../test/forging-eid.ts';
import { ase, ola, portalWorld, type PortalWorld } from '../../test/portal.ts';
import { describeOnEachDatabase } from '../../test/stores.ts';
import { ceremonySession } from '../ceremony/index.ts';
import type { SignatureJob } from '../jobs/model.ts';
import { beginLogIn, finishLogIn } from './log-in.ts';
import { loggedOutAtEid, logOut } from './log-out.ts';
import { openJob } from './open-job.ts';
import { findSession, requireSession } from './session.ts';

let eid: ForgingEid;
beforeAll(async () => {
  eid = await startForgingEid();
});
afterAll(() => eid.close());

describeOnEachDatabase('a ceremony that was opened from the inbox', (kind) => {
  let world: PortalWorld;
  let job: SignatureJob;
  const deps = () => ({
    ...world.deps,
    eid: eidAt(eid.issuer),
    loggedOutUrl: 'http://localhost:8080/portal/logged-out',
  });
  beforeEach(async () => {
    world = await portalWorld(kind);
    job = await world.createActivated();
  });
  afterEach(() => world.remove());

  const logIn = async (pid = ase, sid = 'one', earlier?: string): Promise<string> => {
    eid.forgery = { claims: { pid, sid } };
    const { location, loginToken } = await beginLogIn(deps(), {
      level: 4,
      language: 'nb',
      again: false,
      room: 'signer',
    });
    const { sessionToken } = await finishLogIn(deps(), eid.answer(location).toString(), loginToken, earlier);
    if (sessionToken === undefined) throw new Error('not let in');
    return sessionToken;
  };
  const open = async (token: string) => openJob(deps(), await requireSession(deps(), token), job.id);
  const goesOn = ({ ceremonyId, sessionToken }: Awaited<ReturnType<typeof open>>): Promise<boolean> =>
    ceremonySession(deps(), ceremonyId, sessionToken).then(
      () => true,
      () => false,
    );

  it('ends when the person logs out, and that of another session does not', async () => {
    const [here, elsewhere] = [await logIn(), await logIn(ase, 'two')];
    const [left, kept] = [await open(here), await open(elsewhere)];
    await logOut(deps(), here);
    expect([await goesOn(left), await goesOn(kept)]).toEqual([false, true]);
  });

  it('ends everywhere when the person logs out everywhere, and nobody else’s does', async () => {
    const tokens = [await logIn(), await logIn(ase, 'two'), await logIn(ola, 'three')];
    const ended = await Promise.all([open(tokens[0]!), open(tokens[1]!)]);
    await logOut(deps(), tokens[0], true);
    expect(await Promise.all(ended.map(goesOn))).toEqual([false, false]);
    const sessions = await Promise.all(tokens.map((token) => findSession(deps(), token)));
    expect(sessions.map((session) => session?.personalIdentificationNumber)).toEqual([
      undefined,
      undefined,
      ola,
    ]);
  });

  it('ends when the eID says that the session is over', async () => {
    const [left, kept] = [await open(await logIn()), await open(await logIn(ase, 'two'))];
    await loggedOutAtEid(deps(), new URLSearchParams({ iss: eid.issuer, sid: 'one' }).toString());
    expect([await goesOn(left), await goesOn(kept)]).toEqual([false, true]);
  });

  it('goes on when the same person proves more, and then ends with the new session', async () => {
    const first = await logIn();
    const ceremony = await open(first);
    const second = await logIn(ase, 'one', first);
    expect(await goesOn(ceremony)).toBe(true);
    await logOut(deps(), second);
    expect(await goesOn(ceremony)).toBe(false);
  });

  it('ends when another person logs in over it', async () => {
    const first = await logIn();
    const ceremony = await open(first);
    await logIn('02919134561', 'two', first);
    expect(await goesOn(ceremony)).toBe(false);
  });

  it('cannot be opened by a session that ended meanwhile', async () => {
    const token = await logIn();
    const session = await requireSession(deps(), token);
    await logOut(deps(), token);
    await expect(openJob(deps(), session, job.id)).rejects.toMatchObject({ code: 'SESSION_MISSING' });
  });
});
