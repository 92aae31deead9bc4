/** Requests that were refused, kept for the organisation that sent them. */
import type { ApiError } from '../../jobs/api-access-records.ts';
import type { Instant, OrganizationNumber } from '../../jobs/model.ts';
import type { Store } from '../../jobs/ports.ts';

/** The same error of the same organisation is kept no more often than this, milliseconds. */
const keepEvery = 1000;

/** Keeps nothing for who is no organisation here. Never rejects: the refusal itself matters more. */
export function refusedRequests(store: Store, failed: (error: unknown) => void) {
  const kept = new Map<string, Instant>();
  return async (organisation: OrganizationNumber, error: ApiError): Promise<void> => {
    const key = `${organisation} ${error.code}`;
    if (error.at - (kept.get(key) ?? -Infinity) < keepEvery) return;
    try {
      await store.transaction(async (tx) => {
        if ((await tx.organisation(organisation)) === undefined) return;
        await tx.appendApiError(organisation, error);
        kept.set(key, error.at);
      });
    } catch (reason) {
      failed(reason);
    }
  };
}
