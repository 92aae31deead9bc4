/** How an organisation uses the API, as its account managers see it. */
import type { ApiAccessView, ApiErrors } from '@segl/protocol/json';
import type { ClientCertificate } from '../../jobs/api-access-records.ts';
import type { Instant } from '../../jobs/model.ts';
import type { Clock, Store } from '../../jobs/ports.ts';
import { requireRight, type SenderCaller } from '../actor.ts';

export interface ShowApiAccessDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Whether the installation has an authority that issues certificates. */
  readonly issueCertificate?: unknown;
}

/** @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export function showApiAccess(
  { store, clock, issueCertificate }: ShowApiAccessDeps,
  caller: SenderCaller,
): Promise<ApiAccessView> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    const { organisation } = await requireRight(tx, caller, 'manage-api-access', now);
    const { number, apiAccess, registeredCertificatesOnly } = organisation;
    const brokers: ApiAccessView['brokers'] = [];
    for (const broker of await tx.brokersOf(number)) {
      brokers.push({ number: broker, name: (await tx.organisation(broker))?.name ?? '' });
    }
    return {
      apiAccess,
      registeredCertificatesOnly,
      canGenerate: issueCertificate !== undefined,
      certificates: (await tx.clientCertificates(number)).map((one) => shown(one, now)),
      brokers,
      queues: (await tx.waitingQueues(number)).map(({ oldestAt, ...queue }) => ({
        ...queue,
        oldestAt: time(oldestAt),
      })),
    };
  });
}

/** The latest 100, latest first. @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export function showApiErrors(
  { store, clock }: Pick<ShowApiAccessDeps, 'store' | 'clock'>,
  caller: SenderCaller,
): Promise<ApiErrors> {
  return store.transaction(async (tx) => {
    const { organisation } = await requireRight(tx, caller, 'manage-api-access', clock.now());
    const errors = await tx.apiErrors(organisation.number);
    return { items: errors.map(({ at, ...error }) => ({ at: time(at), ...error })) };
  });
}

function shown(certificate: ClientCertificate, now: Instant): ApiAccessView['certificates'][number] {
  const { sha256, subject, issuer, serialNumber, lastUsedAt } = certificate;
  return {
    ...{ sha256, subject, issuer, serialNumber },
    validFrom: time(certificate.notBefore),
    validTo: time(certificate.notAfter),
    ...(lastUsedAt !== undefined && { lastUsedAt: time(lastUsedAt) }),
    state: stateOf(certificate, now),
  };
}

function stateOf(
  { revokedAt, registeredAt, notAfter }: ClientCertificate,
  now: Instant,
): 'REVOKED' | 'EXPIRED' | 'REGISTERED' | 'USED' {
  if (revokedAt !== undefined) return 'REVOKED';
  if (now > notAfter) return 'EXPIRED';
  return registeredAt === undefined ? 'USED' : 'REGISTERED';
}

function time(instant: Instant): string {
  return new Date(instant).toISOString();
}
