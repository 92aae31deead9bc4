/** Which certificates an organisation lets itself be called with. What TLS trusts is looked at before. */
import type { Certificate } from '@segl/formats/x509';
import { ServiceError } from '../../errors.ts';
import type { ClientCertificate } from '../../jobs/api-access-records.ts';
import type { Instant, OrganizationNumber } from '../../jobs/model.ts';
import type { Clock, Reading, Store } from '../../jobs/ports.ts';

/** A use is noted no more often than this, milliseconds. */
const noteEvery = 3_600_000;

/**
 * A certificate of a trusted authority can be used unless an account manager revoked it, or decided that only registered
 * ones can.
 * @throws ServiceError NOT_AUTHORIZED
 */
export async function requireUsableCertificate(
  reading: Pick<Reading, 'clientCertificate' | 'organisation'>,
  number: OrganizationNumber,
  sha256: string,
): Promise<void> {
  const known = await reading.clientCertificate(number, sha256);
  if (known?.revokedAt !== undefined) {
    throw new ServiceError(
      'NOT_AUTHORIZED',
      `The organisation ${number} has revoked this certificate in the sender portal.`,
    );
  }
  if (known?.registeredAt !== undefined) return;
  const organisation = await reading.organisation(number);
  if (organisation?.registeredCertificatesOnly !== true) return;
  throw new ServiceError(
    'NOT_AUTHORIZED',
    `The organisation ${number} lets itself be called with registered certificates only; register this one in the sender portal.`,
  );
}

/** Notes for the account managers that a certificate was used, to the hour. */
export function certificateUse({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  const noted = new Map<string, Instant>();
  return async (organisation: OrganizationNumber, certificate: Certificate): Promise<void> => {
    const now = clock.now();
    const key = `${organisation} ${certificate.sha256}`;
    if (now - (noted.get(key) ?? -Infinity) < noteEvery) return;
    noted.set(key, now);
    const used = { ...recordOf(organisation, certificate, now), lastUsedAt: now };
    await store.transaction((tx) => tx.noteCertificateUse(used));
  };
}

/** As it is first seen. */
export function recordOf(
  organisation: OrganizationNumber,
  { sha256, subject, issuer, serialNumber, notBefore, notAfter }: Certificate,
  now: Instant,
): ClientCertificate {
  return {
    ...{ organisation, sha256, subject, issuer, serialNumber },
    notBefore: notBefore.getTime(),
    notAfter: notAfter.getTime(),
    seenAt: now,
    lastUsedAt: undefined,
    registeredAt: undefined,
    revokedAt: undefined,
  };
}
