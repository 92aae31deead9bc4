/**
 * Acts as somebody addressed by email or mobile number, without a browser: finds link and code in the sandbox's inbox,
 * enters the code and walks the ceremony, over HTTP as their browser would.
 */
import { CookieJar } from './cookie-jar.ts';
import { signInCeremony } from './robot-signer.ts';

export interface Recipient {
  /** The web listener, where inbox, pages and eID are. */
  readonly webUrl: string;
  /** Email address or mobile number, as the inbox knows it. */
  readonly to: string;
  /** How long to wait for the message, in milliseconds; absent: 30 000. */
  readonly patience?: number;
}

/** What a message asks its reader to use. */
export interface Invitation {
  /** The last part of the link's address. */
  readonly token: string;
  readonly code: string;
}

interface Message {
  readonly text: string;
}

/** Whoever has link and code may sign; this one logs in when nobody is named. Synthetic, and no test person's. */
const ANYBODY = '12345678910';
const LINK = /\/sign\/([\w-]{16,})/;
const URLS = /https?:\/\/\S+/g;
const CODE = /(?<![\d+])\d{6,10}(?!\d)/;
/** Wrong codes after which a signer is blocked. */
const TRIES = 5;

/** Enters link and code, logs in with the number and signs. @throws Error naming what did not go on */
export async function signWithCode(recipient: Recipient, number = ANYBODY): Promise<void> {
  const { jar, ceremonyId } = await enter(recipient);
  await signInCeremony(jar, { webUrl: recipient.webUrl, ceremonyId, number, level: 4 });
}

/** Enters link and code and refuses to sign. @throws Error naming what did not go on */
export async function rejectWithCode(recipient: Recipient, reason?: string): Promise<void> {
  const { jar, ceremonyId } = await enter(recipient);
  const answer = await post(jar, `${recipient.webUrl}/ceremony/${ceremonyId}/api/reject`, 'x-segl-ceremony', {
    ...(reason === undefined ? {} : { reason }),
  });
  if (!answer.ok) throw new Error(`The ceremony refused the rejection: ${await answer.text()}`);
}

/** Enters wrong codes until no more are taken. @throws Error when one of them opens the ceremony */
export async function blockWithWrongCodes(recipient: Recipient): Promise<void> {
  const { token, code } = await invitation(recipient);
  const wrong = (code.startsWith('9') ? '0' : '9') + code.slice(1);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const answer = await enterCode(new CookieJar(), recipient.webUrl, { token, code: wrong });
    if (answer.status !== 403) throw new Error(`A wrong code was answered with ${answer.status}`);
  }
}

/** Link and code of the newest message that has both; undefined where there is none. */
export function newestInvitation(messages: readonly Message[]): Invitation | undefined {
  return messages
    .map(({ text }) => ({ token: LINK.exec(text)?.[1], code: CODE.exec(text.replace(URLS, ''))?.[0] }))
    .findLast((found): found is Invitation => found.token !== undefined && found.code !== undefined);
}

async function enter(recipient: Recipient): Promise<{ jar: CookieJar; ceremonyId: string }> {
  const jar = new CookieJar();
  const answer = await enterCode(jar, recipient.webUrl, await invitation(recipient));
  if (!answer.ok) throw new Error(`The code was refused: ${await answer.text()}`);
  const { location } = (await answer.json()) as { location: string };
  const ceremonyId = /^\/ceremony\/([^/]+)$/.exec(location)?.[1];
  if (ceremonyId === undefined) throw new Error('The code did not lead to a ceremony');
  return { jar, ceremonyId };
}

/** Waits for the message, which is sent when the signer's turn has come. */
async function invitation({ webUrl, to, patience = 30_000 }: Recipient): Promise<Invitation> {
  const inbox = `${webUrl}/sandbox/api/messages?to=${encodeURIComponent(to)}`;
  for (const deadline = Date.now() + patience; ;) {
    const answer = await fetch(inbox);
    const found = newestInvitation((await answer.json()) as Message[]);
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`No message with link and code came to ${to}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function enterCode(jar: CookieJar, webUrl: string, { token, code }: Invitation): Promise<Response> {
  return post(jar, `${webUrl}/sign/${token}/api/code`, 'x-segl-portal', { code });
}

function post(jar: CookieJar, url: string, header: string, body: object): Promise<Response> {
  return jar.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [header]: '1' },
    body: JSON.stringify(body),
  });
}
