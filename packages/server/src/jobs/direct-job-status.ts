/** Status of a direct job, asked for with the token that a signer brought back to the sender. */
import { ServiceError } from '../errors.ts';
import { findJob, type JobOfSender } from './find-job.ts';
import type { SignatureJob } from './model.ts';
import type { Store } from './ports.ts';
import { isOneOf } from './secrets.ts';
import { isReadyToSeal } from './state-machine.ts';

/** While the last signature is being sealed, the answer waits so long and looks so often, in milliseconds. */
const patience = { total: 10_000, step: 100 };

export interface DirectJobStatusDeps {
  readonly store: Store;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * The job as it stands; when everybody has signed and only the seal is missing, waits a little for it.
 * @throws ServiceError JOB_NOT_FOUND, SIGNING_CEREMONY_NOT_COMPLETED, INVALID_STATUS_QUERY_TOKEN
 */
export async function directJobStatus(
  deps: DirectJobStatusDeps,
  request: JobOfSender & { readonly token: string | undefined },
): Promise<SignatureJob> {
  let job = await deps.store.transaction(async (tx) => {
    const found = await findJob(tx, request);
    checkToken(request.token, await tx.statusQueryTokens(found.id));
    return found;
  });
  for (let waited = 0; isReadyToSeal(job) && waited < patience.total; waited += patience.step) {
    await deps.sleep(patience.step);
    job = await deps.store.transaction((tx) => findJob(tx, request));
  }
  return job;
}

function checkToken(token: string | undefined, hashes: readonly string[]): void {
  if (hashes.length === 0) {
    throw new ServiceError(
      'SIGNING_CEREMONY_NOT_COMPLETED',
      'No signer has come out of the signing ceremony yet; ask when one was sent to an exit-url.',
    );
  }
  if (token === undefined || !isOneOf(token, hashes)) {
    throw new ServiceError(
      'INVALID_STATUS_QUERY_TOKEN',
      'The status_query_token is missing or wrong; use the one that was appended to the exit-url.',
    );
  }
}
