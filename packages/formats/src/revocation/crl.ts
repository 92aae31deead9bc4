/** Certificate revocation lists (RFC 5280 clause 5): complete lists of one issuer; no delta or partial ones. */
import {
  Oid,
  Tag,
  contextConstructed,
  eachValue,
  equalBytes,
  expectTag,
  malformed,
  openSequence,
  readAll,
  readBoolean,
  readDer,
  readExplicit,
  readInteger,
  readOctetsOfBitString,
  readOid,
  readTime,
  write,
  type DerValue,
} from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import type { SigningKey } from '../signing/index.ts';
import { reading, signatureAlgorithmIdentifier, verifySignature, type Certificate } from '../x509/index.ts';
import { revocationError } from './errors.ts';
import { checkFreshness } from './freshness.ts';

export interface CrlStatus {
  readonly status: 'good' | 'revoked';
  /** Set when revoked. */
  readonly revokedAt: Date | undefined;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
}

interface Crl extends Omit<CrlStatus, 'status' | 'revokedAt'> {
  readonly tbs: Uint8Array;
  readonly algorithm: Uint8Array;
  readonly signature: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly entries: DerValue | undefined;
}

const MAX_BYTES = 16 * 1024 * 1024;

function refuseCritical(extensions: DerValue | undefined): void {
  for (const extension of extensions === undefined ? [] : readAll(expectTag(extensions, Tag.sequence))) {
    const fields = openSequence(extension);
    const type = readOid(fields.next(Tag.oid));
    const critical = fields.optional(Tag.boolean);
    if (critical !== undefined && readBoolean(critical)) {
      throw malformed(`the critical extension ${type} is not supported (partial, indirect or delta lists)`);
    }
  }
}

const isTime = (tag: number | undefined): boolean => tag === Tag.utcTime || tag === Tag.generalizedTime;

function parse(der: Uint8Array): Crl {
  if (der.length > MAX_BYTES) throw malformed(`it is larger than ${MAX_BYTES} bytes`);
  const list = openSequence(readDer(der));
  const tbs = list.next(Tag.sequence);
  const algorithm = list.next(Tag.sequence).raw;
  const signature = readOctetsOfBitString(list.next());
  list.end();
  const fields = openSequence(tbs);
  fields.optional(Tag.integer);
  if (!equalBytes(fields.next(Tag.sequence).raw, algorithm))
    throw malformed('its two signature algorithms differ');
  const issuerDer = fields.next(Tag.sequence).raw;
  const thisUpdate = readTime(fields.next());
  const nextUpdate = isTime(fields.peek()) ? readTime(fields.next()) : undefined;
  const entries = fields.optional(Tag.sequence);
  const extensions = fields.optional(contextConstructed(0));
  fields.end();
  refuseCritical(extensions && readExplicit(extensions));
  return { tbs: tbs.raw, algorithm, signature, issuerDer, thisUpdate, nextUpdate, entries };
}

/** When the certificate was revoked, undefined when it is not listed. */
function findEntry(crl: Crl, serialNumber: string): Date | undefined {
  for (const entry of crl.entries === undefined ? [] : eachValue(crl.entries)) {
    const fields = openSequence(entry);
    const listed = readInteger(fields.next()).toString();
    const at = readTime(fields.next());
    refuseCritical(fields.optional(Tag.sequence));
    if (listed === serialNumber) return at;
  }
  return undefined;
}

function checkSigner(crl: Crl, issuer: Certificate): void {
  if (!equalBytes(crl.issuerDer, issuer.subjectDer)) {
    throw revocationError('REVOCATION_MISMATCH', 'the revocation list is another issuer’s');
  }
  if (issuer.keyUsage?.has('cRLSign') === false) {
    throw revocationError(
      'REVOCATION_RESPONDER',
      'the issuer’s certificate is not for signing revocation lists',
    );
  }
  const { algorithm, tbs: data, signature } = crl;
  let valid: boolean;
  try {
    valid = verifySignature({ algorithm, data, signature }, issuer.publicKey);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw revocationError('REVOCATION_SIGNATURE', error.message, error);
  }
  if (!valid)
    throw revocationError('REVOCATION_SIGNATURE', 'the signature on the revocation list is not its issuer’s');
}

/**
 * Looks `certificate` up in the revocation list of its `issuer` (whose own trust the caller has established): structure,
 * issuer and signature, freshness at `at` (left out: when it was made), entry. Throws REVOCATION_* when the list cannot be
 * relied on.
 */
export function verifyCrl(
  der: Uint8Array,
  options: { certificate: Certificate; issuer: Certificate; at?: Date },
): CrlStatus {
  const crl = reading('REVOCATION_MALFORMED', 'the revocation list', () => parse(der));
  checkSigner(crl, options.issuer);
  checkFreshness(crl, options.at ?? crl.thisUpdate);
  const { serialNumber } = options.certificate;
  const revokedAt = reading('REVOCATION_MALFORMED', 'the revocation list', () =>
    findEntry(crl, serialNumber),
  );
  const { thisUpdate, nextUpdate } = crl;
  return { status: revokedAt === undefined ? 'good' : 'revoked', revokedAt, thisUpdate, nextUpdate };
}

function extension(type: string, value: Uint8Array): Uint8Array {
  return write.sequence(write.oid(type), write.octetString(value));
}

/** Makes a complete revocation list. `key` is the issuer's own. */
export async function createCrl(input: {
  issuer: Certificate;
  key: SigningKey;
  /** Rises with every list. */
  number: bigint;
  thisUpdate: Date;
  nextUpdate: Date;
  /** Serial numbers in decimal; `reason` is a CRLReason (RFC 5280 5.3.1). */
  revoked: readonly { serialNumber: string; at: Date; reason?: number }[];
}): Promise<Uint8Array> {
  const { issuer, key } = input;
  const algorithm = signatureAlgorithmIdentifier(key.algorithm);
  const entries = input.revoked.map(({ serialNumber, at, reason }) =>
    write.sequence(
      write.integer(BigInt(serialNumber)),
      write.certificateTime(at),
      ...(reason === undefined ? [] : [write.sequence(extension(Oid.crlReason, write.enumerated(reason)))]),
    ),
  );
  const extensions = [
    ...(issuer.subjectKeyIdentifier === undefined
      ? []
      : [
          extension(
            Oid.authorityKeyIdentifier,
            write.sequence(write.tagged(0x80, issuer.subjectKeyIdentifier)),
          ),
        ]),
    extension(Oid.crlNumber, write.integer(input.number)),
  ];
  const tbs = write.sequence(
    write.integer(1),
    algorithm,
    issuer.subjectDer,
    write.certificateTime(input.thisUpdate),
    write.certificateTime(input.nextUpdate),
    ...(entries.length === 0 ? [] : [write.sequence(...entries)]),
    write.explicit(0, write.sequence(...extensions)),
  );
  return write.sequence(tbs, algorithm, write.bitString(await key.sign(tbs)));
}
