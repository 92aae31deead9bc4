/** Two nodes on one database: whatever has its time is done by one of them. On SQLite there is no second node. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { PortalClient } from '@segl/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnEachDatabase, type TestDatabase } from '../packages/server/test/stores.ts';
import { taken } from './support/inbox.ts';
import { nextMorning } from './support/portal-world.ts';
import { send, statusesOf, type SentJob } from './support/portal-sender.ts';
import {
  mortal,
  newPlace,
  placeOn,
  removePlace,
  startSandbox,
  tellSandbox,
  type RunningSandbox,
} from './support/sandbox.ts';

const day = 86_400;

describeOnEachDatabase('two nodes', (kind) => {
  let database: TestDatabase;
  let nodes: RunningSandbox[];
  let clients: PortalClient[];
  beforeAll(async () => {
    database = await kind.create();
    nodes = [await startSandbox(await placeOn(database.location), mortal)];
    if (kind.name === 'PostgreSQL') nodes.push(await secondNode(nodes[0]!));
    clients = await Promise.all(
      nodes.flatMap((node) => [node.portalClient('public'), node.portalClient('private')]),
    );
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    for (const node of nodes) await node.stop();
    await Promise.all(nodes.map(removePlace));
    await database.remove();
  });

  // The embedded database has one node, PostgreSQL as many as there are: each database has the test that is true of it.
  const [onSqlite, onPostgres] = kind.name === 'SQLite' ? [test, undefined] : [undefined, test];

  onSqlite?.('are refused with a reason', async () => {
    const [first] = nodes;
    const second = { ...(await newPlace()), data: first!.data };
    await expect(startSandbox(second)).rejects.toThrow(/in use|already|another/i);
  });

  onPostgres?.('do each timed task once', async () => {
    const move = (duration: string) =>
      Promise.all(nodes.map((node) => tellSandbox(node, 'clock', { advance: duration })));
    await Promise.all(nodes.map((node) => tellSandbox(node, 'clock', { now: nextMorning() })));
    const jobs: SentJob[] = [];
    // With what follows fewer than ten requests of one sender to one node, as many as it takes in a second.
    for (let index = 0; index < 16; index++) {
      const which = index % clients.length;
      const addressed = {
        personalIdentificationNumber: String(10_000_000_000 + index),
        notifications: { email: `signer-${index}@example.org` },
      };
      const contact = { identifiedByContactInformation: { email: `signer-${index}@example.org` } };
      jobs.push(
        await send(nodes[which >> 1]!, clients[which]!, {
          signers: [which % 2 === 0 ? addressed : contact],
          availableSeconds: 3 * day,
        }),
      );
    }
    await move('P2DT1H');
    await move('P1D');
    for (const job of jobs) expect(Object.values(statusesOf(await job.end()))).toEqual(['EXPIRED']);

    const messages = (await Promise.all(nodes.map(taken))).flat();
    expect(messages.map(({ to }) => to).toSorted()).toEqual(
      jobs.flatMap((_, index) => Array<string>(2).fill(`signer-${index}@example.org`)).toSorted(),
    );
    expect(new Set(messages.map(({ reference }) => reference)).size).toBe(messages.length);
    for (const task of ['activate', 'expire']) {
      const done = nodes.map((node) => linesOf(node.log(), task));
      expect(done.flat().toSorted()).toEqual(jobs.map(({ id }) => String(id)).toSorted());
    }
  });
});

/** Nodes share the documents as they share the database. */
async function secondNode(first: RunningSandbox): Promise<RunningSandbox> {
  const { data, apiPort, webPort } = await newPlace();
  await symlink(join(first.data, 'blobs'), join(data, 'blobs'));
  return startSandbox({ ...first, data, apiPort, webPort }, mortal);
}

/** The jobs that a node has done this task for. */
function linesOf(log: string, task: string): string[] {
  return [...log.matchAll(new RegExp(`"task":"${task}","job":"(\\d+)"`, 'g'))].map(([, job]) => job!);
}
