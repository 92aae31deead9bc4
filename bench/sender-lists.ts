/** How fast the sender portal's lists and searches answer for an organisation with many jobs, without HTTP. */
import { join } from 'node:path';
import type { JobInList } from '../packages/server/src/jobs/job-list-records.ts';
import type { NewJob, Store } from '../packages/server/src/jobs/ports.ts';
import type { User } from '../packages/server/src/jobs/user-records.ts';
import type { SenderCaller } from '../packages/server/src/organisations/actor.ts';
import { search, showList } from '../packages/server/src/sender/show-list.ts';
import { openStore } from '../packages/server/src/store/index.ts';
import { company, day, newJob, newSigner, noon } from '../packages/server/test/jobs.ts';
import { onServer } from '../packages/server/test/postgres-server.ts';
import { onEachDatabase, withFolder, type BenchDatabase } from './databases.ts';
import { eachOf, ms, time, type Figure } from './measure.ts';

const JOBS = 100_000;
const BATCH = 1_000;
const USERS = 20;
/** One in so many jobs is signed by the same person, who signs for the organisation. */
const DIRECTOR_EVERY = 5;
const DIRECTOR = '14838522190';
const MINUTE = 60_000;
const RUNS = 200;

const clock = { now: () => noon, wall: () => noon };
const manager = caller(0);
const processor = caller(1);
/** Has sent ten jobs, which the director signs. */
const rare = caller(USERS - 1);

export async function senderLists(): Promise<readonly Figure[]> {
  return (await onEachDatabase((database) => withFolder((folder) => measureLists(database, folder)))).flat();
}

async function measureLists({ name, url }: BenchDatabase, folder: string): Promise<readonly Figure[]> {
  const store = await openStore(url === undefined ? { path: join(folder, 'segl.db') } : { url });
  try {
    await seed(store);
    // As the server does by itself within a minute.
    if (url !== undefined) await onServer(url, 'analyze');
    const figures: Figure[] = [];
    for (const [what, ask] of await questions(store)) {
      figures.push({ name: `${what}, ${name}`, measured: await spread(ask), aim: '50 ms' });
    }
    return figures;
  } finally {
    await store.close();
  }
}

/** Median and the time that 19 of 20 do not take. */
async function spread(ask: () => Promise<{ readonly items: readonly unknown[] }>): Promise<string> {
  if ((await ask()).items.length === 0) throw new Error('nothing found');
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await time(ask));
  times.sort((a, b) => a - b);
  const at = (part: number) => ms(times[Math.floor(part * RUNS)] ?? NaN);
  return `${at(0.5)}, p95 ${at(0.95)}`;
}

type Question = readonly [string, () => Promise<{ readonly items: readonly unknown[] }>];

async function questions(store: Store): Promise<readonly Question[]> {
  const deps = { store, clock };
  const list = (who: SenderCaller, list: 'waiting' | 'stopped' | 'signed', after?: string) =>
    showList(deps, who, { list, ...(after !== undefined && { after }) });
  const far = async (who: SenderCaller, name: 'waiting' | 'signed', pages: number) => {
    let page = await list(who, name);
    for (let turned = 0; turned < pages; turned++) page = await list(who, name, page.next);
    return page.next;
  };
  const farWaiting = await far(manager, 'waiting', 300);
  const farSigned = await far(manager, 'signed', 300);
  const find = (text: string, who = manager) => search(deps, who, { text });
  const period = { from: '2026-10-01', to: '2026-10-31' };
  return [
    ['waiting', () => list(manager, 'waiting')],
    ['stopped', () => list(manager, 'stopped')],
    ['signed', () => list(manager, 'signed')],
    ['waiting, page 302', () => list(manager, 'waiting', farWaiting)],
    ['signed, page 302', () => list(manager, 'signed', farSigned)],
    ['own waiting', () => list(processor, 'waiting')],
    ['own signed', () => list(processor, 'signed')],
    ['found by national identity number', () => find(numberOf(777))],
    [`found by a number in ${JOBS / DIRECTOR_EVERY} jobs`, () => find(DIRECTOR)],
    [`own found by a number in ${JOBS / DIRECTOR_EVERY} jobs`, () => find(DIRECTOR, processor)],
    ['own found by that number by who sent 10 jobs', () => find(DIRECTOR, rare)],
    ['found by email', () => find('signer-778@example.com')],
    ['found by mobile', () => find('+4790000779')],
    ['found by reference', () => find('case-1000')],
    ['found by period', () => search(deps, manager, period)],
    ['own found by period', () => search(deps, processor, period)],
    ['own found by period by who sent 10 jobs', () => search(deps, rare, { from: '2026-01-01' })],
    ['found by number and period', () => search(deps, manager, { text: DIRECTOR, ...period })],
  ];
}

async function seed(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.putOrganisation(company);
    for (let index = 0; index < USERS; index++) await tx.insertUser(user(index));
  });
  await eachOf(JOBS / BATCH, 4, (batch) =>
    store.transaction(async (tx) => {
      for (let index = batch * BATCH; index < (batch + 1) * BATCH; index++) await tx.insertJob(job(index));
    }),
  );
}

/** One a minute, two signers each: a fifth waits, a fifth was stopped, the others are signed. */
function job(index: number): NewJob {
  const createdAt = noon - (JOBS - index) * MINUTE;
  const status: JobInList['status'] =
    index % 5 === 0 ? 'IN_PROGRESS' : index % 5 === 1 ? 'FAILED' : 'COMPLETED_SUCCESSFULLY';
  const number = index % DIRECTOR_EVERY === 0 ? DIRECTOR : numberOf(index);
  const contact = { email: `signer-${index}@example.com`, mobile: `+479${`${index}`.padStart(7, '0')}` };
  return newJob(2, {
    flow: 'portal',
    sender: company.number,
    createdBy: company.number,
    createdByUser: `user-${index % (JOBS / 10) === 0 ? USERS - 1 : Math.floor(index / 5) % (USERS - 1)}`,
    exitUrls: undefined,
    reference: `case-${index}`,
    createdAt,
    status,
    activatesAt: createdAt,
    expiresAt: noon + day + (index % 30_000) * MINUTE,
    endedAt: status === 'IN_PROGRESS' ? undefined : createdAt + day,
    signers: [
      newSigner(1, { address: { kind: 'personal-identification-number', value: number } }),
      newSigner(2, { address: { kind: 'contact', ...contact } }),
    ],
  });
}

/** Eleven digits that nobody has. */
function numberOf(index: number): string {
  return `0181${`${index}`.padStart(7, '0')}`;
}

function user(index: number): User {
  const { personalIdentificationNumber, organisation } = caller(index);
  return {
    id: `user-${index}`,
    organisation,
    personalIdentificationNumber,
    name: `User ${index}`,
    email: `user-${index}@example.com`,
    role: index === 0 ? 'ACCOUNT_MANAGER' : 'DOCUMENT_PROCESSOR',
    endsAt: undefined,
    deactivatedAt: undefined,
    createdAt: noon,
    lastLoginAt: undefined,
  };
}

function caller(index: number): SenderCaller {
  return {
    personalIdentificationNumber: `0191${`${index}`.padStart(7, '0')}`,
    organisation: company.number,
  };
}
