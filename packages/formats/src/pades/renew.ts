/** Renews a sealed PDF's proof before what it rests on expires: fresh validation data, and a time-stamp over everything. */
import { withoutPadding } from '../cms/index.ts';
import type { DigestName, RevocationSource, TimestampSource } from '../signing/index.ts';
import { verifyTimestampToken } from '../tsp/index.ts';
import type { CertificateStore } from '../x509/index.ts';
import { addDocumentTimestamp, addValidationData, joined } from './archive.ts';
import { openForRenewal } from './open-for-renewal.ts';

export interface RenewalInput {
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
  /** By which the authority of the last time-stamp is found. */
  readonly trust: CertificateStore;
  /** What the new time-stamp digests; SHA-256 when not said. Another one, before SHA-256 is retired. */
  readonly digest?: DigestName;
}

/**
 * Appends to what `sealPdf` made, or this made before: proof that neither the authority of the last document time-stamp nor
 * that of the next is revoked now, then a document time-stamp over all of it (EN 319 142-1 clause 5.4.3). Every byte of `pdf` stays as it is.
 *
 * Whether the file passes is for the caller to ask, before and after. Rejects with PADES_NOT_RENEWABLE,
 * PADES_LAYOUT_UNSUPPORTED, TSP_*, and with whatever time-stamp or revocation source reject with.
 */
export async function renewPades(pdf: Uint8Array, input: RenewalInput): Promise<Uint8Array> {
  const { archive, last } = openForRenewal(pdf);
  const token = withoutPadding(last.contents);
  const { chain } = verifyTimestampToken(token, {
    digestBy: last.digestBy,
    trust: { ...input.trust, intermediates: [...input.trust.intermediates, ...last.certificates] },
  });
  const { digest = 'sha256' } = input;
  // Only a time-stamp tells who makes it, and the proof about its authority must stand under the one that counts.
  const trial = await input.timestamp(last.digestBy(digest), digest);
  const collected = [await input.revocation(chain), await input.revocation(trial.chain)];
  const withData = addValidationData(archive, collected);
  return joined(
    await addDocumentTimestamp(withData, input.timestamp, { expected: trial.token.length, digest }),
  );
}
