/** Certificate extensions read into plain data (RFC 5280 clause 4.2). */
import {
  Oid,
  Tag,
  contextConstructed,
  contextPrimitive,
  expectTag,
  malformed,
  openSequence,
  readAll,
  readBoolean,
  readDer,
  readNamedBits,
  readOid,
  readSmallInteger,
  type DerValue,
} from '../der/index.ts';

export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof KEY_USAGES)[number];

export interface CertificateExtensions {
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  /** Dotted object identifiers. */
  readonly extendedKeyUsage: ReadonlySet<string> | undefined;
  readonly extendedKeyUsageCritical: boolean;
  readonly isCa: boolean;
  /** How many CA certificates may follow below this one. */
  readonly pathLength: number | undefined;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  readonly authorityKeyIdentifier: Uint8Array | undefined;
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
  /** DNS names of the subject alternative names. */
  readonly dnsNames: readonly string[];
  readonly policies: readonly string[];
  /** The holder is an OCSP responder whose own revocation is not to be asked for (RFC 6960 4.2.2.2.1). */
  readonly ocspNoCheck: boolean;
  /** Critical extensions that are not understood here; such a certificate must not be relied on. */
  readonly unknownCritical: readonly string[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const latin1 = (value: DerValue): string => Buffer.from(value.content).toString('latin1');

function readBasicConstraints(value: DerValue, into: Mutable<CertificateExtensions>): void {
  const fields = openSequence(value);
  const ca = fields.optional(Tag.boolean);
  const length = fields.optional(Tag.integer);
  fields.end();
  into.isCa = ca !== undefined && readBoolean(ca);
  into.pathLength = length === undefined ? undefined : readSmallInteger(length);
}

function readAuthorityKeyIdentifier(value: DerValue): Uint8Array | undefined {
  const first = readAll(expectTag(value, Tag.sequence))[0];
  return first?.tag === contextPrimitive(0) ? first.content : undefined;
}

const isUrl = (name: DerValue): boolean => name.tag === contextPrimitive(6);

function readOcspUrls(value: DerValue): string[] {
  return readAll(expectTag(value, Tag.sequence)).flatMap((description) => {
    const fields = openSequence(description);
    const method = readOid(fields.next(Tag.oid));
    const location = fields.next();
    return method === Oid.accessOcsp && isUrl(location) ? [latin1(location)] : [];
  });
}

/** Full names of distribution points; relative names and issuers are of no use here. */
function readCrlUrls(value: DerValue): string[] {
  return readAll(expectTag(value, Tag.sequence)).flatMap((point) => {
    const name = readAll(expectTag(point, Tag.sequence)).find(({ tag }) => tag === contextConstructed(0));
    const full =
      name === undefined ? undefined : readAll(name).find(({ tag }) => tag === contextConstructed(0));
    return full === undefined ? [] : readAll(full).filter(isUrl).map(latin1);
  });
}

function readOne(identifier: string, value: DerValue, into: Mutable<CertificateExtensions>): boolean {
  switch (identifier) {
    case Oid.basicConstraints:
      readBasicConstraints(value, into);
      return true;
    case Oid.keyUsage:
      into.keyUsage = new Set(readNamedBits(value).flatMap((bit) => KEY_USAGES[bit] ?? []));
      return true;
    case Oid.extendedKeyUsage:
      into.extendedKeyUsage = new Set(readAll(expectTag(value, Tag.sequence)).map(readOid));
      return true;
    case Oid.subjectKeyIdentifier:
      into.subjectKeyIdentifier = expectTag(value, Tag.octetString).content;
      return true;
    case Oid.authorityKeyIdentifier:
      into.authorityKeyIdentifier = readAuthorityKeyIdentifier(value);
      return true;
    case Oid.authorityInfoAccess:
      into.ocspUrls = readOcspUrls(value);
      return true;
    case Oid.crlDistributionPoints:
      into.crlUrls = readCrlUrls(value);
      return true;
    case Oid.subjectAltName:
      into.dnsNames = readAll(expectTag(value, Tag.sequence))
        .filter(({ tag }) => tag === contextPrimitive(2))
        .map(latin1);
      return true;
    case Oid.certificatePolicies:
      into.policies = readAll(expectTag(value, Tag.sequence)).map((policy) =>
        readOid(openSequence(policy).next(Tag.oid)),
      );
      return true;
    case Oid.ocspNoCheck:
      into.ocspNoCheck = true;
      return true;
    default:
      return false;
  }
}

/** Reads the `Extensions` sequence; undefined for a certificate that has none. */
export function readExtensions(extensions: DerValue | undefined): CertificateExtensions {
  const result: Mutable<CertificateExtensions> = {
    keyUsage: undefined,
    extendedKeyUsage: undefined,
    extendedKeyUsageCritical: false,
    isCa: false,
    pathLength: undefined,
    subjectKeyIdentifier: undefined,
    authorityKeyIdentifier: undefined,
    ocspUrls: [],
    crlUrls: [],
    dnsNames: [],
    policies: [],
    ocspNoCheck: false,
    unknownCritical: [],
  };
  if (extensions === undefined) return result;
  const seen = new Set<string>();
  for (const extension of readAll(expectTag(extensions, Tag.sequence))) {
    const fields = openSequence(extension);
    const identifier = readOid(fields.next(Tag.oid));
    const criticalField = fields.optional(Tag.boolean);
    const critical = criticalField !== undefined && readBoolean(criticalField);
    const value = readDer(fields.next(Tag.octetString).content);
    fields.end();
    if (seen.has(identifier)) throw malformed('an extension stands twice');
    seen.add(identifier);
    const understood = readOne(identifier, value, result);
    if (!understood && critical) result.unknownCritical = [...result.unknownCritical, identifier];
    if (identifier === Oid.extendedKeyUsage) result.extendedKeyUsageCritical = critical;
  }
  return result;
}
