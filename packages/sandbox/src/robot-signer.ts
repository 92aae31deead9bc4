/**
 * Signs as a person without a browser, for `devmodesign`: it walks the very ceremony a person walks, over HTTP,
 * log-in at the test eID included. Nothing in the service knows that it is not a person.
 */
import { CookieJar } from './cookie-jar.ts';

/** The ceremony did not end in a signature: it was refused, stands elsewhere, or took too long. */
export class NotSigned extends Error {}

export interface CeremonyVisit {
  /** The web listener, where the ceremony and the eID are. */
  readonly webUrl: string;
  readonly ceremonyId: string;
  /** Who logs in; a number the sandbox does not know logs in as "Test Signerer". */
  readonly number: string;
  readonly level: 3 | 4;
}

export interface RobotTask extends CeremonyVisit {
  /** Name and value of the ceremony's session cookie. */
  readonly cookie: readonly [string, string];
}

interface State {
  readonly phase: string;
  readonly notice?: string;
  readonly exitUrl?: string;
}

/** States in which the service still works and will answer differently soon. */
const underWay = new Set(['SIGNING', 'SIGNING_DELAYED', 'SEALING']);

/**
 * Resolves with the exit-URL (status query token included) once the ceremony has ended, or with undefined when
 * the flow has none.
 * @throws NotSigned naming the phase and notice when it does not end within `patience` milliseconds or not in a signature.
 */
export function signAsRobot(task: RobotTask, patience = 30_000): Promise<string | undefined> {
  const jar = new CookieJar();
  jar.set(...task.cookie);
  return signInCeremony(jar, task, patience);
}

/** As {@link signAsRobot}, with the cookies of somebody who came another way. */
export async function signInCeremony(
  jar: CookieJar,
  visit: CeremonyVisit,
  patience = 30_000,
): Promise<string | undefined> {
  const api = `${visit.webUrl}/ceremony/${visit.ceremonyId}/api`;
  const begun = await jar.fetch(`${api}/sign`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-segl-ceremony': '1' },
    body: JSON.stringify({ language: 'en' }),
  });
  if (!begun.ok) throw new NotSigned(`The ceremony refused to begin signing: ${await begun.text()}`);
  const { location } = (await begun.json()) as { location: string };
  await logIn(jar, visit, location);
  return outcome(jar, api, Date.now() + patience);
}

async function logIn(jar: CookieJar, visit: CeremonyVisit, authorizationUrl: string): Promise<void> {
  const page = await jar.follow(authorizationUrl, (url) => url.pathname.includes('/interaction/'));
  const form = {
    person: 'other',
    otherNumber: visit.number,
    givenName: 'Test',
    familyName: 'Signerer',
    birthDate: '1990-01-01',
    level: String(visit.level),
  };
  const answer = await jar.fetch(page.href, { method: 'POST', body: new URLSearchParams(form) });
  const next = answer.headers.get('location');
  if (answer.status !== 303 || next === null) throw new Error('The test eID refused the log-in');
  await jar.follow(new URL(next, page).href, (url) => url.pathname.startsWith('/ceremony/'));
}

async function outcome(jar: CookieJar, api: string, deadline: number): Promise<string | undefined> {
  for (;;) {
    const state = (await (await jar.fetch(`${api}/state`)).json()) as State;
    if (state.phase === 'SIGNED') return state.exitUrl;
    if (!underWay.has(state.phase) || Date.now() > deadline) {
      throw new NotSigned(`The ceremony stands at ${state.phase}${state.notice ? ` (${state.notice})` : ''}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
