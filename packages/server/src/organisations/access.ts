/** Who may use the API for whom. */
import { ServiceError } from '../errors.ts';
import type { Organisation, OrganizationNumber } from '../jobs/model.ts';
import type { Store, Transaction } from '../jobs/ports.ts';
import { requireUsableCertificate } from './api-access/client-certificates.ts';
import { sharedLooks } from './shared-looks.ts';

/** Who calls (by certificate) and for whom (by path). Equal unless a broker calls. */
export interface Caller {
  readonly organization: OrganizationNumber;
  readonly sender: OrganizationNumber;
}

/**
 * The sender whom the caller may act for. `certificate`: SHA-256 of the one it calls with.
 * @throws ServiceError NOT_AUTHORIZED: the caller has no API access, or not with this certificate. BROKER_NOT_AUTHORIZED: not for this sender; also
 * when there is no such sender, or the sender itself has no access, so that a stranger learns nothing about senders
 */
export function authorizeCaller(
  deps: { readonly store: Store },
  caller: Caller,
  certificate: string,
): Promise<Organisation> {
  return deps.store.read(async (reading) => {
    const sender = await authorizedSender(reading, caller);
    await requireUsableCertificate(reading, caller.organization, certificate);
    return sender;
  });
}

/** {@link authorizeCaller} for a stream of requests, which share their looks into the store. */
export function callerAuthorizer(deps: {
  readonly store: Store;
}): (caller: Caller, certificate: string) => Promise<Organisation> {
  const look = sharedLooks<Organisation>();
  return (caller, certificate) =>
    look(`${caller.organization} ${caller.sender} ${certificate}`, () =>
      authorizeCaller(deps, caller, certificate),
    );
}

/** {@link authorizeCaller}, as part of a transaction. */
export async function authorizedSender(
  tx: Pick<Transaction, 'organisation' | 'mayBrokerFor'>,
  caller: Caller,
): Promise<Organisation> {
  const own = await tx.organisation(caller.organization);
  if (own?.apiAccess !== true || own.deactivatedAt !== undefined) {
    throw new ServiceError(
      'NOT_AUTHORIZED',
      `The organisation ${caller.organization} does not have access to the API.`,
    );
  }
  if (caller.sender === caller.organization) return own;
  const sender = await tx.organisation(caller.sender);
  if (
    sender?.apiAccess !== true ||
    sender.deactivatedAt !== undefined ||
    !(await tx.mayBrokerFor(caller.organization, caller.sender))
  ) {
    throw new ServiceError(
      'BROKER_NOT_AUTHORIZED',
      `The organisation ${caller.organization} may not act on behalf of ${caller.sender}.`,
    );
  }
  return sender;
}
