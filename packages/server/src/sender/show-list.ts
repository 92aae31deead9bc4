/** Lists of jobs in the sender portal, page by page. */
import type { JobList, JobPage, JobSearch, ListedJob, ListedSigner } from '@segl/protocol/json';
import { fieldsInvalid } from '../errors.ts';
import { isEmailAddress, toE164 } from '../jobs/contact-addresses.ts';
import type { JobInList, JobKey, JobsOf, ListPlace } from '../jobs/job-list-records.ts';
import type { Instant, SignatureJob, Signer } from '../jobs/model.ts';
import type { Clock, Reading, Store } from '../jobs/ports.ts';
import { osloDay } from '../notifications/oslo-time.ts';
import { actorIn, type Actor, type SenderCaller } from '../organisations/actor.ts';

export interface ListDeps {
  readonly store: Store;
  readonly clock: Clock;
}

const pageLength = 50;

const statusOf: Readonly<Record<JobList, SignatureJob['status']>> = {
  waiting: 'IN_PROGRESS',
  stopped: 'FAILED',
  signed: 'COMPLETED_SUCCESSFULLY',
};

/** @throws ServiceError NOT_A_USER, FIELDS_INVALID for a cursor that is none */
export async function showList(
  { store, clock }: ListDeps,
  caller: SenderCaller,
  wish: { readonly list: JobList; readonly mine?: boolean; readonly after?: string },
): Promise<JobPage> {
  const now = clock.now();
  return store.read(async (reading) => {
    const actor = await actorIn(reading, caller, now);
    const found = await reading.listJobs(jobsOf(actor, wish.mine), statusOf[wish.list], page(wish.after));
    return pageOf(reading, found, now, (job) =>
      wish.list === 'waiting' ? job.expiresAt : (job.endedAt ?? 0),
    );
  });
}

/** @throws ServiceError NOT_A_USER, FIELDS_INVALID */
export async function search(
  { store, clock }: ListDeps,
  caller: SenderCaller,
  { text = '', from, to, after }: JobSearch,
): Promise<JobPage> {
  const now = clock.now();
  const words = text.trim();
  if (words === '' && from === undefined && to === undefined) {
    throw fieldsInvalid([{ pointer: '/text', code: 'MISSING', detail: 'A text or a period is needed' }]);
  }
  const by = {
    ...(words !== '' && { key: keyOf(words) }),
    ...(from !== undefined && { from: osloDay(from) }),
    ...(to !== undefined && { before: osloDay(to, 1) }),
  };
  return store.read(async (reading) => {
    const actor = await actorIn(reading, caller, now);
    const found = await reading.searchJobs(jobsOf(actor), by, page(after));
    return pageOf(reading, found, now, ({ createdAt }) => createdAt);
  });
}

/** What somebody typed, recognised by its form. */
export function keyOf(text: string): JobKey {
  const digits = text.replaceAll(/[ -]/g, '');
  if (/^\d{11}$/.test(digits)) return { kind: 'personal-identification-number', value: digits };
  if (isEmailAddress(text)) return { kind: 'email', value: text.toLowerCase() };
  const mobile = toE164(text);
  if (mobile !== undefined) return { kind: 'mobile', value: mobile };
  return { kind: 'reference', value: text };
}

function jobsOf({ user, organisation }: Actor, mine = false): JobsOf {
  const ownOnly = mine || user.role === 'DOCUMENT_PROCESSOR';
  return { sender: organisation.number, ...(ownOnly && { user: user.id }) };
}

/** One more than a page holds is asked for, to know whether there is another page. */
function page(after: string | undefined): { after?: ListPlace; limit: number } {
  if (after === undefined) return { limit: pageLength + 1 };
  const [, at, id] = /^(\d{1,15})-(\d{1,18})$/.exec(after) ?? [];
  if (at !== undefined && id !== undefined)
    return { after: { at: Number(at), id: BigInt(id) }, limit: pageLength + 1 };
  throw fieldsInvalid([
    { pointer: '/after', code: 'CURSOR', detail: 'It must be the next of an earlier page' },
  ]);
}

async function pageOf(
  reading: Reading,
  found: readonly JobInList[],
  now: Instant,
  placeOf: (job: JobInList) => Instant,
): Promise<JobPage> {
  const shown = found.slice(0, pageLength);
  const last = found.length > pageLength ? shown.at(-1) : undefined;
  const names = await userNames(reading, shown);
  return {
    items: shown.map((job) => listed(job, names)),
    ...(last !== undefined && { next: `${placeOf(last)}-${last.id}` }),
    now: time(now),
  };
}

/** By id, of those who sent the jobs. */
export async function userNames(
  reading: Pick<Reading, 'user'>,
  jobs: readonly Pick<SignatureJob, 'createdByUser'>[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of new Set(jobs.flatMap(({ createdByUser }) => createdByUser ?? []))) {
    const user = await reading.user(id);
    if (user !== undefined) names.set(id, user.name);
  }
  return names;
}

/** The part of a job that lists and its own page share. */
export function listed(job: JobInList, names: ReadonlyMap<string, string>): ListedJob {
  const createdBy = names.get(job.createdByUser ?? '');
  return {
    id: job.id.toString(),
    flow: job.flow,
    title: job.title,
    ...(job.reference !== undefined && { reference: job.reference }),
    status: job.status,
    createdAt: time(job.createdAt),
    ...(createdBy !== undefined && { createdBy }),
    activatesAt: time(job.activatesAt),
    deadline: time(job.expiresAt),
    ...(job.endedAt !== undefined && { endedAt: time(job.endedAt) }),
    signers: job.signers.map(listedSigner),
  };
}

export function listedSigner({
  number,
  address,
  status,
}: Pick<Signer, 'number' | 'address' | 'status'>): ListedSigner {
  return { number, address: addressText(address), state: status };
}

function addressText(address: Signer['address']): string {
  switch (address.kind) {
    case 'contact':
      return [address.email, address.mobile].filter((way) => way !== undefined).join(', ');
    case 'personal-identification-number':
      return `${address.value.slice(0, 6)} ${address.value.slice(6)}`;
    case 'signer-identifier':
      return address.value;
  }
}

/** ISO 8601. */
export function time(instant: Instant): string {
  return new Date(instant).toISOString();
}
