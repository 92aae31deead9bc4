import { randomBytes, createSecretKey } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eidAt } from '../../test/ceremony-world.ts';
import { startForgingEid, type ForgingEid } from '../../test/forging-eid.ts';
import { noon } from '../../test/jobs.ts';
import { createSqlite, type TestDatabase } from '../../test/stores.ts';
import type { Store } from '../jobs/ports.ts';
import { beginLogIn, finishLogIn, type LogInDeps } from './log-in.ts';
import { loggedOutAtEid, logOut } from './log-out.ts';
import { endsAt, findSession, requireSession, sessionLasts } from './session.ts';

let eid: ForgingEid;
beforeAll(async () => {
  eid = await startForgingEid();
});
afterAll(() => eid.close());

describe('logging in to the signer portal', () => {
  let database: TestDatabase;
  let store: Store;
  let wall: number;
  let deps: LogInDeps;
  beforeEach(async () => {
    database = await createSqlite();
    store = await database.open();
    wall = Date.now();
    eid.forgery = {};
    deps = {
      store,
      clock: { now: () => noon, wall: () => wall },
      random: {
        token: () => randomBytes(32).toString('base64url'),
        uuid: () => globalThis.crypto.randomUUID(),
      },
      eid: eidAt(eid.issuer),
      tokenKey: createSecretKey(randomBytes(32)),
    };
  });
  afterEach(() => database.remove());

  const begin = (level: 3 | 4 = 4, again = false) =>
    beginLogIn(deps, { level, language: 'nb', again, room: 'signer' });
  const logIn = async (level: 3 | 4 = 4, earlier?: string) => {
    const { location, loginToken } = await begin(level);
    return finishLogIn(deps, eid.answer(location).toString(), loginToken, earlier);
  };
  const expired = (token: string | undefined) =>
    findSession(deps, token).then((found) => found === undefined);

  it('makes a session for the person whom the eID proved', async () => {
    const { sessionToken, notice } = await logIn();
    expect(notice).toBeUndefined();
    const session = await requireSession(deps, sessionToken);
    expect(session).toMatchObject({ personalIdentificationNumber: '02013299997', level: 4 });
    expect(session.tokenHash).not.toContain(sessionToken);
  });

  it('asks the eID not to remember anybody for a step-up, and otherwise leaves it to the eID', async () => {
    const query = async (again: boolean) => new URL((await begin(4, again)).location).searchParams;
    expect((await query(false)).get('prompt')).toBeNull();
    expect((await query(true)).get('prompt')).toBe('login');
    expect((await query(true)).get('redirect_uri')).toBe('http://localhost:8080/portal/eid/callback');
  });

  it('takes an answer once, from the browser that set out, and no other', async () => {
    const { location, loginToken } = await begin();
    const other = await begin();
    const answer = eid.answer(location).toString();
    const unknown = { code: 'LINK_UNKNOWN' };
    await expect(finishLogIn(deps, answer, undefined, undefined)).rejects.toMatchObject(unknown);
    await expect(finishLogIn(deps, answer, other.loginToken, undefined)).rejects.toMatchObject(unknown);
    await expect(finishLogIn(deps, `${answer}x`, loginToken, undefined)).resolves.toBeDefined();
    await expect(finishLogIn(deps, answer, loginToken, undefined), 'used').rejects.toMatchObject(unknown);
    await expect(finishLogIn(deps, 'state=a&state=b', loginToken, undefined)).rejects.toMatchObject(unknown);
    await expect(finishLogIn(deps, `state=%00`, loginToken, undefined)).rejects.toMatchObject(unknown);
  });

  it('lets two answers at the same moment in once', async () => {
    const { location, loginToken } = await begin();
    const answer = eid.answer(location).toString();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => finishLogIn(deps, answer, loginToken, undefined)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['a foreign key', { foreignKey: true }],
    ['another nonce', { claims: { nonce: 'another' } }],
    ['another audience', { claims: { aud: 'another' } }],
    ['no number', { claims: { pid: undefined } }],
    ['an unknown level', { claims: { acr: 'low' } }],
  ])('lets nobody in by a token with %s', async (_what, forgery) => {
    eid.forgery = forgery;
    expect(await logIn()).toEqual({ room: 'signer', notice: 'EID_FAILED' });
  });

  it('says so when the person stopped, or took too long', async () => {
    const cancelled = await begin();
    const state = new URL(cancelled.location).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ error: 'access_denied', state, iss: eid.issuer }).toString();
    expect(await finishLogIn(deps, query, cancelled.loginToken, undefined)).toEqual({
      room: 'signer',
      notice: 'EID_CANCELLED',
    });
    const late = await begin();
    const answer = eid.answer(late.location).toString();
    wall += 61 * 60_000;
    expect(await finishLogIn(deps, answer, late.loginToken, undefined)).toEqual({
      room: 'signer',
      notice: 'LOGIN_EXPIRED',
    });
  });

  it('lets in at the level that was proven, and says when it is lower than asked for', async () => {
    eid.forgery = { claims: { acr: 'idporten-loa-substantial' } };
    const { sessionToken, notice } = await logIn(4);
    expect(notice).toBe('LEVEL_TOO_LOW');
    expect(await requireSession(deps, sessionToken)).toMatchObject({ level: 3 });
  });

  it('ends the session before it: no token lives on at another level', async () => {
    const first = await logIn(3);
    const second = await logIn(4, first.sessionToken);
    expect(await expired(first.sessionToken)).toBe(true);
    expect(await expired(second.sessionToken)).toBe(false);
  });

  it('lasts half an hour without a sign of life, and four hours in any case', async () => {
    const { sessionToken } = await logIn();
    wall += sessionLasts.idle - 1;
    const session = await requireSession(deps, sessionToken);
    expect(endsAt(session)).toBe(wall + 1);
    wall += sessionLasts.idle - 1;
    await requireSession(deps, sessionToken);
    wall += sessionLasts.idle;
    await expect(requireSession(deps, sessionToken)).rejects.toMatchObject({ code: 'SESSION_MISSING' });

    const busy = await logIn();
    for (let waited = 0; waited < sessionLasts.whole - 600_000; waited += 600_000) {
      wall += 600_000;
      await requireSession(deps, busy.sessionToken);
    }
    wall += 600_000;
    expect(await expired(busy.sessionToken)).toBe(true);
  });

  it('ends here when the person logs out, also where the eID knows no log-out', async () => {
    const { sessionToken } = await logIn();
    const leaving = { ...deps, loggedOutUrl: 'http://localhost:8080/portal/logged-out' };
    expect(await logOut(leaving, sessionToken)).toBeUndefined();
    expect(await expired(sessionToken)).toBe(true);
    expect(await logOut(leaving, sessionToken)).toBeUndefined();
    expect(await logOut(leaving, undefined)).toBeUndefined();
  });

  it('ends when the eID says so, and only that one', async () => {
    eid.forgery = { claims: { sid: 'session-1' } };
    const one = await logIn();
    eid.forgery = { claims: { sid: 'session-2' } };
    const other = await logIn();
    const query = (iss: string) => new URLSearchParams({ iss, sid: 'session-1' }).toString();
    await loggedOutAtEid(deps, query('https://somebody.example'));
    expect(await expired(one.sessionToken)).toBe(false);
    await loggedOutAtEid(deps, query(eid.issuer));
    expect(await expired(one.sessionToken)).toBe(true);
    expect(await expired(other.sessionToken)).toBe(false);
  });
});
