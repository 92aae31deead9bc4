/** How fast notifications are planned, and delivered to a mail server on the same machine that takes everything. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { startChild } from './child.ts';
import { onEachDatabase, withFolder, type BenchDatabase } from './databases.ts';
import type { Step } from './delivery.ts';
import { mb, ms, perSecond, type Figure } from './measure.ts';

/** Two signers each, with a first message and a reminder. */
const JOBS = 25_000;

export async function notifications(): Promise<readonly Figure[]> {
  return (await onEachDatabase((database) => withFolder((folder) => deliverAll(database, folder)))).flat();
}

async function deliverAll({ name, url }: BenchDatabase, folder: string): Promise<readonly Figure[]> {
  const sink = await startSink();
  const location = url === undefined ? { path: join(folder, 'segl.sqlite') } : { url };
  const child = await startChild<Step>(
    'delivery.ts',
    JSON.stringify(location),
    String(sink.port),
    String(JOBS),
  );
  try {
    const bare = await child.ask();
    const handedOver = sink.taken();
    const planned = await child.ask();
    const first = await child.ask();
    const reminders = await child.ask();
    if (sink.taken() - handedOver !== first.count + reminders.count) {
      throw new Error('a message is missing or came twice');
    }
    const figureOf = (what: string, step: Step): Figure => ({
      name: `${step.count} notifications ${what}, ${name}`,
      measured: `${perSecond(step.each)} (processor ${ms(step.processor)}, most memory ${mb(step.peakMemory)})`,
    });
    const besideSmtp = (what: string, step: Step): Figure => ({
      ...figureOf(what, step),
      floor: `${perSecond(bare.each)} (SMTP alone, processor ${ms(bare.processor)})`,
      ratio: step.each / bare.each,
    });
    return [
      figureOf('planned', planned),
      besideSmtp('delivered by SMTP, first messages', first),
      besideSmtp('delivered by SMTP, reminders', reminders),
    ];
  } finally {
    await child.stop();
    await sink.close();
  }
}

interface Sink {
  readonly port: number;
  /** How many messages it has taken so far. */
  taken(): number;
  close(): Promise<void>;
}

async function startSink(): Promise<Sink> {
  let taken = 0;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    onData: (stream, _session, done) => {
      stream.resume().on('end', () => {
        taken += 1;
        done();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    taken: () => taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
