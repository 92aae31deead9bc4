/** Processes that run beside the one that measures. */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface Child<Message> {
  /** What it has told so far. */
  readonly told: readonly Message[];
  /** Its answer to a question; whatever it told before has arrived by then. */
  ask(): Promise<Message>;
  stop(): Promise<void>;
}

/** What a child sends besides `ready`. */
export type Saying<Message> = { readonly told: Message } | { readonly answer: Message };

/** Forks a program of this folder, with the options of Node that `npm start` uses, and waits until it says `ready`. */
export async function startChild<Message>(program: string, ...argv: string[]): Promise<Child<Message>> {
  const child = fork(join(import.meta.dirname, program), argv, { execArgv: nodeOptions() });
  const told: Message[] = [];
  const waiting: ((answer: Message) => void)[] = [];
  const died = new Promise<never>((_, reject) => {
    child.once('exit', () => reject(new Error(`${program} ended by itself`)));
  });
  died.catch(() => undefined);
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: 'ready' | Saying<Message>) => {
      if (message === 'ready') resolve();
      else if ('answer' in message) waiting.shift()?.(message.answer);
      else told.push(message.told);
    });
  });
  await Promise.race([ready, died]);
  return {
    told,
    ask: () => {
      const answer = new Promise<Message>((resolve) => waiting.push(resolve));
      child.send('?');
      return Promise.race([answer, died]);
    },
    stop: async () => {
      child.removeAllListeners('exit');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

function nodeOptions(): string[] {
  const file = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  const { scripts } = JSON.parse(file) as { readonly scripts: { readonly start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, 'localhost', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
