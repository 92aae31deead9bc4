/** Every email and text message that was sent, the last thousand of them, kept over restarts. */
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

export interface SandboxMessage {
  /** Counted from 1, over restarts. */
  readonly id: number;
  readonly channel: 'email' | 'sms';
  /** Email address, or number in E.164. */
  readonly to: string;
  /** As the reader sees it: name and address, or what the telephone shows. */
  readonly from: string;
  /** Message-ID of an email; what the service calls a text message. The same for one that was sent twice. */
  readonly reference: string;
  /** Null in a text message. */
  readonly subject: string | null;
  readonly text: string;
  /** Null in a text message and where an email has none. */
  readonly html: string | null;
  /** Milliseconds, by the sandbox's clock. */
  readonly sentAt: number;
}

export interface Inbox {
  /** Resolves with the message's id once it is on disk. */
  add(message: Omit<SandboxMessage, 'id' | 'sentAt'>): Promise<number>;
  /** Oldest first; `to` only those for that address or number. */
  list(to?: string): readonly SandboxMessage[];
  get(id: number): SandboxMessage | undefined;
  /** Resolves when nothing is being written any more. */
  settled(): Promise<void>;
}

const KEPT = 1000;

/** The messages stand in `folder/inbox.jsonl`, one a line. */
export async function openInbox(folder: string, now: () => number): Promise<Inbox> {
  const file = join(folder, 'inbox.jsonl');
  let messages = await readMessages(file);
  let lines = Infinity;
  let nextId = (messages.at(-1)?.id ?? 0) + 1;
  let waiting: { readonly message: SandboxMessage; readonly done: PromiseWithResolvers<undefined> }[] = [];
  let writing: Promise<void> | undefined;

  /** Whatever waits goes to disk together. */
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const added = batch.map(({ message }) => message);
      try {
        const all = [...messages, ...added].slice(-KEPT);
        // At first, too: the last line of a process that was killed may be cut off.
        if (lines + added.length > 2 * KEPT) await replace(file, all);
        else await append(file, added);
        lines = lines + added.length > 2 * KEPT ? all.length : lines + added.length;
        messages = all;
        for (const { done } of batch) done.resolve(undefined);
      } catch (error) {
        lines = Infinity;
        for (const { done } of batch) done.reject(error);
      }
    }
    writing = undefined;
  };

  return {
    add: async (content) => {
      const message = { ...content, id: nextId++, sentAt: now() };
      const done = Promise.withResolvers<undefined>();
      waiting.push({ message, done });
      writing ??= write();
      await done.promise;
      return message.id;
    },
    list: (to) => (to === undefined ? messages : messages.filter((message) => isTo(message, to))),
    get: (id) => messages.find((message) => message.id === id),
    settled: () => writing ?? Promise.resolve(),
  };
}

/** In a query a plus sign is a space, so numbers are compared without it. */
function isTo({ to }: SandboxMessage, wanted: string): boolean {
  const plain = (address: string): string => address.trim().replace(/^\+/, '').toLowerCase();
  return plain(to) === plain(wanted);
}

async function readMessages(file: string): Promise<readonly SandboxMessage[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as SandboxMessage];
      } catch {
        return [];
      }
    })
    .slice(-KEPT);
}

const lineOf = (message: SandboxMessage): string => `${JSON.stringify(message)}\n`;

async function append(file: string, messages: readonly SandboxMessage[]): Promise<void> {
  await writeDurably(file, 'a', messages);
}

async function replace(file: string, messages: readonly SandboxMessage[]): Promise<void> {
  await writeDurably(`${file}.new`, 'w', messages);
  await rename(`${file}.new`, file);
}

async function writeDurably(
  file: string,
  flags: 'a' | 'w',
  messages: readonly SandboxMessage[],
): Promise<void> {
  await using handle = await open(file, flags, 0o600);
  await handle.appendFile(messages.map(lineOf).join(''));
  await handle.datasync();
}
