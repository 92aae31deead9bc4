/** What the sandbox's inbox has taken, as programs read it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newestInvitation, type Invitation } from '../../packages/sandbox/src/robot-recipient.ts';
import { pause, type RunningSandbox } from './sandbox.ts';

export interface Message {
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly sentAt: string;
}

type Web = Pick<RunningSandbox, 'webUrl'>;

/** Oldest first; `to` only those for that address or number. */
export async function messages({ webUrl }: Web, to?: string): Promise<Message[]> {
  const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
  return (await (await fetch(`${webUrl}/sandbox/api/messages${query}`)).json()) as Message[];
}

/** The newest message to an address whose words match, once it has come. */
export async function received(web: Web, to: string, words = /./): Promise<Message> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(50)) {
    const found = (await messages(web, to)).findLast(({ subject, text }) =>
      words.test(`${subject ?? ''}\n${text}`),
    );
    if (found !== undefined) return found;
  }
  throw new Error(`No message that matches ${words.source} came to ${to}`);
}

/** Link and code of the newest message that has both. */
export async function invited(web: Web, to: string): Promise<Invitation & { readonly url: string }> {
  await received(web, to, /\/sign\//);
  const found = newestInvitation(await messages(web, to));
  if (found === undefined) throw new Error(`No message with link and code came to ${to}`);
  return { ...found, url: `${web.webUrl}/sign/${found.token}` };
}

/** A code of as many digits that is not `code`. */
export function notThe(code: string): string {
  return (code.startsWith('9') ? '0' : '9') + code.slice(1);
}

interface Taken extends Omit<Message, 'sentAt'> {
  /** Message-ID, or the gateway's reference; the same for a message that was sent twice. */
  readonly reference: string;
  readonly sentAt: number;
}

/** Everything mail server and SMS gateway have taken, from the disk: also what was taken before a restart. */
export async function taken({ data }: Pick<RunningSandbox, 'data'>): Promise<Taken[]> {
  const lines = (await readFile(join(data, 'sandbox/inbox.jsonl'), 'utf8').catch(() => '')).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Taken);
}
