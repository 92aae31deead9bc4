/** Verifies time-stamp tokens (RFC 3161 clause 2.4.2, RFC 5816), now or many years after they were made. */
import {
  Oid,
  Tag,
  contextConstructed,
  equalBytes,
  malformed,
  openSequence,
  readDer,
  readInteger,
  readOid,
  readTime,
} from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import { verifySignedData, type VerifiedSignedData } from '../cms/index.ts';
import type { DigestName, TimestampToken } from '../signing/index.ts';
import {
  buildChain,
  reading,
  signatureDigest,
  type Certificate,
  type CertificateStore,
} from '../x509/index.ts';
import { tspError } from './errors.ts';
import { readMessageImprint, type MessageImprint } from './request.ts';

/** A verified token with what it says. */
export interface VerifiedTimestamp extends TimestampToken {
  /** The authority's own certificate first, the trust anchor last. */
  readonly certificates: readonly Certificate[];
  /** Dotted object identifier. */
  readonly policy: string;
  /** Decimal. */
  readonly serialNumber: string;
  readonly nonce: bigint | undefined;
  /** Every digest that the proof rests on: that of the data, of the token's signature, of its certificates'. */
  readonly digests: readonly DigestName[];
}

/** The digest of what was stamped; undefined when the algorithm is not one that was asked for. */
export type DigestBy = (algorithm: DigestName) => Uint8Array | undefined;

interface TstInfo extends Pick<VerifiedTimestamp, 'policy' | 'serialNumber' | 'nonce' | 'genTime'> {
  readonly imprint: MessageImprint;
}

function readTstInfo(der: Uint8Array): TstInfo {
  const fields = openSequence(readDer(der));
  if (readInteger(fields.next()) !== 1n) throw malformed('its version is not 1');
  const policy = readOid(fields.next());
  const imprint = readMessageImprint(fields.next());
  const serialNumber = readInteger(fields.next()).toString();
  const genTime = readTime(fields.next(Tag.generalizedTime));
  fields.optional(Tag.sequence);
  fields.optional(Tag.boolean);
  const nonce = fields.optional(Tag.integer);
  fields.optional(contextConstructed(0));
  fields.optional(contextConstructed(1));
  fields.end();
  return {
    policy,
    imprint,
    serialNumber,
    genTime,
    nonce: nonce === undefined ? undefined : readInteger(nonce),
  };
}

function verifyEnvelope(
  token: Uint8Array,
  trust: CertificateStore,
): VerifiedSignedData & { content: Uint8Array } {
  let signed: VerifiedSignedData;
  try {
    signed = verifySignedData(token, { extra: [...trust.intermediates, ...trust.anchors] });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const code = error.code === 'CMS_MALFORMED' ? 'TSP_MALFORMED' : 'TSP_SIGNATURE_INVALID';
    throw tspError(code, `the time-stamp token does not hold: ${error.message}`, error);
  }
  const { content, contentType } = signed;
  if (contentType !== Oid.tstInfo || content === undefined) {
    throw tspError('TSP_MALFORMED', 'the signed content is not a time-stamp');
  }
  return { ...signed, content };
}

/** RFC 3161 clause 2.3: the extended key usage must be timeStamping alone, and critical. */
function checkPurpose(authority: Certificate): void {
  const { extendedKeyUsage, extendedKeyUsageCritical, keyUsage } = authority;
  if (extendedKeyUsage?.size !== 1 || !extendedKeyUsage.has(Oid.timeStamping) || !extendedKeyUsageCritical) {
    throw tspError(
      'TSP_CERTIFICATE',
      'the signer’s certificate is not for time-stamping alone (critical extended key usage)',
    );
  }
  if (keyUsage !== undefined && !keyUsage.has('digitalSignature') && !keyUsage.has('nonRepudiation')) {
    throw tspError('TSP_CERTIFICATE', 'the signer’s certificate is not for signatures');
  }
}

function checkTrust(
  signed: VerifiedSignedData,
  genTime: Date,
  trust: CertificateStore,
  at: Date,
): Certificate[] {
  const { signer, certificates } = signed;
  if (genTime < signer.notBefore || genTime > signer.notAfter) {
    throw tspError(
      'TSP_CERTIFICATE',
      'the time-stamp lies outside the validity of the authority’s certificate',
    );
  }
  try {
    return buildChain(signer, certificates, trust, at);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw tspError('TSP_UNTRUSTED', `the time-stamp authority is not trusted: ${error.message}`, error);
  }
}

/**
 * Verifies a token in named steps: structure and signature with signing-certificate attribute, imprint (digest of the
 * stamped data), purpose of the authority's certificate, time within its validity, chain to `trust`.
 * The chain is judged at `at`, by default at the time the token states.
 * Throws TSP_*; TSP_UNTRUSTED has the X509_* error as cause.
 */
export function verifyTimestampToken(
  token: Uint8Array,
  options: { digestBy: DigestBy; trust: CertificateStore; at?: Date },
): VerifiedTimestamp {
  const signed = verifyEnvelope(token, options.trust);
  const { imprint, ...info } = reading('TSP_MALFORMED', 'the time-stamp', () => readTstInfo(signed.content));
  const expected = options.digestBy(imprint.algorithm);
  if (expected === undefined || !equalBytes(imprint.digest, expected)) {
    throw tspError('TSP_IMPRINT_MISMATCH', 'the time-stamp is over other data');
  }
  checkPurpose(signed.signer);
  const certificates = checkTrust(signed, info.genTime, options.trust, options.at ?? info.genTime);
  const withoutAnchor = certificates.slice(0, Math.max(1, certificates.length - 1));
  const digests = new Set([
    imprint.algorithm,
    signed.digest,
    ...withoutAnchor.flatMap(({ signatureAlgorithm }) => signatureDigest(signatureAlgorithm) ?? []),
  ]);
  const chain = withoutAnchor.map(({ der }) => der);
  return { ...info, token, certificates, chain, digests: [...digests] };
}
