/** Time-stamp requests (RFC 3161 clause 2.4.1). */
import {
  Oid,
  Tag,
  contextConstructed,
  malformed,
  openSequence,
  readBoolean,
  readDer,
  readInteger,
  readOid,
  write,
  type DerValue,
} from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import type { DigestName } from '../signing/index.ts';
import { readDigestAlgorithm, reading } from '../x509/index.ts';
import { tspError } from './errors.ts';

const DIGEST_BYTES: Readonly<Record<DigestName, number>> = { sha256: 32, sha384: 48, sha512: 64 };
const MAX_REQUEST_BYTES = 4096;

/** What is to be time-stamped: a digest and its algorithm, with the DER they stand in. */
export interface MessageImprint {
  readonly algorithm: DigestName;
  readonly digest: Uint8Array;
  readonly der: Uint8Array;
}

/** Reads a MessageImprint; the digest must have its algorithm's length. */
export function readMessageImprint(value: DerValue): MessageImprint {
  const fields = openSequence(value);
  const algorithm = readDigestAlgorithm(fields.next());
  const digest = fields.next(Tag.octetString).content;
  fields.end();
  if (digest.length !== DIGEST_BYTES[algorithm])
    throw malformed('the digest has not the length of its algorithm');
  return { algorithm, digest, der: value.raw };
}

/**
 * DER TimeStampReq over a digest, SHA-256 when not said, asking for the authority's certificates.
 * `nonce` must be fresh and random, 64 bits or more; `policy` is a dotted object identifier.
 */
export function encodeTimestampRequest(input: {
  digest: Uint8Array;
  algorithm?: DigestName | undefined;
  nonce: bigint;
  policy?: string;
}): Uint8Array {
  const { digest, algorithm = 'sha256', nonce, policy } = input;
  return write.sequence(
    write.integer(1),
    write.sequence(write.sequence(write.oid(Oid[algorithm]), write.nullValue()), write.octetString(digest)),
    ...(policy === undefined ? [] : [write.oid(policy)]),
    write.integer(nonce),
    write.boolean(true),
  );
}

interface TimestampRequest {
  readonly imprint: MessageImprint;
  readonly policy: string | undefined;
  readonly nonce: bigint | undefined;
  readonly certificatesWanted: boolean;
}

function parse(der: Uint8Array): TimestampRequest {
  if (der.length > MAX_REQUEST_BYTES) throw malformed(`it is larger than ${MAX_REQUEST_BYTES} bytes`);
  const fields = openSequence(readDer(der));
  if (readInteger(fields.next()) !== 1n) throw malformed('its version is not 1');
  const imprint = readMessageImprint(fields.next());
  const policy = fields.optional(Tag.oid);
  const nonce = fields.optional(Tag.integer);
  const certificates = fields.optional(Tag.boolean);
  if (fields.optional(contextConstructed(0)) !== undefined) {
    throw tspError('TSP_REQUEST_EXTENSION', 'the time-stamp request has extensions; none are supported');
  }
  fields.end();
  return {
    imprint,
    policy: policy === undefined ? undefined : readOid(policy),
    nonce: nonce === undefined ? undefined : readInteger(nonce),
    certificatesWanted: certificates !== undefined && readBoolean(certificates),
  };
}

/** Reads a request on the authority's side. TSP_REQUEST_MALFORMED, _ALGORITHM or _EXTENSION. */
export function readTimestampRequest(der: Uint8Array): TimestampRequest {
  try {
    return reading('TSP_REQUEST_MALFORMED', 'the time-stamp request', () => parse(der));
  } catch (error) {
    if (error instanceof FormatError && error.code === 'X509_ALGORITHM_UNSUPPORTED') {
      throw tspError('TSP_REQUEST_ALGORITHM', error.message, error);
    }
    throw error;
  }
}
