/** Processes that run beside the one that measures. */
import { fork } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface Child<Message> {
  /** What it has told since it was ready. */
  readonly told: readonly Message[];
  stop(): Promise<void>;
}

/** Forks a program of this folder and waits until it says `ready`. */
export async function startChild<Message>(program: string, ...argv: string[]): Promise<Child<Message>> {
  const child = fork(join(import.meta.dirname, program), argv);
  const told: Message[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${program} ended`)));
    child.on('message', (message) => {
      if (message === 'ready') resolve();
      else told.push(message as Message);
    });
  });
  return {
    told,
    stop: async () => {
      child.removeAllListeners('exit');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, 'localhost', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
