/** Moving the deadline of those whose turn it is. */
import { fieldsInvalid, ServiceError } from '../errors.ts';
import { contactOf } from '../jobs/contact-addresses.ts';
import type { Instant, SignatureJob } from '../jobs/model.ts';
import type { Clock, Store, TaskSignal } from '../jobs/ports.ts';
import { expiryKey, isActive } from '../jobs/state-machine.ts';
import { deadlineNews } from '../notifications/sender-news/plan.ts';
import { planNews } from '../notifications/sender-news/schedule.ts';
import { scheduleNotifications, type ScheduleDeps } from '../notifications/schedule.ts';
import { lockedJob } from './locked-job.ts';
import type { JobRequest } from './show-job.ts';

export interface MoveDeadlineDeps extends ScheduleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly tasks: TaskSignal;
}

const day = 86_400_000;
/** The longest period, from its beginning, and the shortest that is left of it. */
const limits = { longest: 90 * day, shortest: 3_600_000 };

/** The latest that the deadline can become; undefined when it cannot be moved: direct, ended, or signed by all. */
export function latestDeadline(job: SignatureJob, now: Instant): Instant | undefined {
  const movable =
    job.flow === 'portal' &&
    job.status === 'IN_PROGRESS' &&
    now < job.expiresAt &&
    job.signers.some(({ status }) => status === 'WAITING');
  return movable ? begunAt(job) + limits.longest : undefined;
}

/**
 * Moves the deadline; later order groups get the new length as well. What was planned to be told is planned anew.
 * @param request.instead the deadline that the user saw
 * @throws ServiceError NOT_A_USER, JOB_NOT_FOUND, JOB_ENDED, CHANGED_MEANWHILE, FIELDS_INVALID
 */
export async function moveDeadline(
  deps: MoveDeadlineDeps,
  request: JobRequest & { readonly deadline: Instant; readonly instead: Instant },
): Promise<void> {
  const { deadline, instead } = request;
  await deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const { job, user } = await lockedJob(tx, request, now);
    const latest = latestDeadline(job, now);
    if (latest === undefined)
      throw new ServiceError('JOB_ENDED', 'The job has no deadline to move any more.');
    if (job.expiresAt !== instead) {
      throw new ServiceError('CHANGED_MEANWHILE', 'The deadline has become another meanwhile; look again.');
    }
    const problem =
      deadline < now + limits.shortest ? 'TOO_EARLY' : deadline > latest ? 'TOO_LATE' : undefined;
    if (problem !== undefined) {
      const detail = `The deadline must be an hour from now or later, and no later than ${new Date(latest).toISOString()}`;
      throw fieldsInvalid([{ pointer: '/deadline', code: problem, detail }]);
    }
    const moved = { expiresAt: deadline, available: deadline - begunAt(job) };
    await tx.updateJob(job.id, moved);
    const after = { ...job, ...moved };
    await tx.enqueueTask({ kind: 'expire', key: expiryKey(after), jobId: job.id, dueAt: deadline });
    for (const signer of after.signers) {
      const told = signer.status === 'WAITING' && isActive(after, signer) && isTold(after);
      if (told)
        await scheduleNotifications(tx, deps, { job: after, signer, contact: contactOf(signer) }, now);
    }
    await planNews(tx, after, deadlineNews(after));
    const data = { until: deadline, user: user.id };
    await tx.appendAudit(job.id, { at: now, kind: 'DEADLINE_MOVED', data });
  });
  deps.tasks.wake();
}

function begunAt(job: SignatureJob): Instant {
  return job.expiresAt - job.available;
}

/** The group whose turn it is was told; otherwise its activation will tell it of the new deadline. */
function isTold({ activatedOrder, signers }: SignatureJob): boolean {
  const orders = signers.filter(({ status }) => status !== 'SIGNED').map(({ order }) => order);
  return activatedOrder === Math.min(...orders);
}
