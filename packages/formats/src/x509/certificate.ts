/** X.509 certificates (RFC 5280 clause 4.1) read once into plain data. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import {
  Oid,
  Tag,
  contextConstructed,
  contextPrimitive,
  equalBytes,
  malformed,
  openSequence,
  readDer,
  readExplicit,
  readInteger,
  readOctetsOfBitString,
  readTime,
} from '../der/index.ts';
import { verifySignature } from './algorithms.ts';
import { reading } from './errors.ts';
import { readExtensions, type CertificateExtensions } from './extensions.ts';
import { readName, type NameAttribute } from './name.ts';
import { derOfPem } from './pem.ts';

export interface Certificate extends CertificateExtensions {
  readonly der: Uint8Array;
  /** SHA-256 of the DER, lower-case hex. */
  readonly sha256: string;
  /** RFC 4514 text. */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly subjectAttributes: readonly NameAttribute[];
  readonly commonName: string | undefined;
  /** Decimal. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  /** The subjectPublicKey bits without algorithm, what OCSP and key identifiers hash. */
  readonly publicKeyBits: Uint8Array;
  /** What the issuer signed, DER. */
  readonly tbs: Uint8Array;
  /** DER AlgorithmIdentifier. */
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
}

const MAX_CERTIFICATE_BYTES = 64 * 1024;

/** The latest certificates that were read, by their hashes: the same ones come with every signature and request. */
const known = new Map<string, Certificate>();
const MOST_KNOWN = 200;
/** Ordinary ones have less; larger ones are not kept, so that nobody fills the memory with them. */
const LARGEST_KNOWN_BYTES = 4096;

function parse(der: Uint8Array, sha256: string): Certificate {
  const certificate = openSequence(readDer(der));
  const tbs = certificate.next(Tag.sequence);
  const signatureAlgorithm = certificate.next(Tag.sequence);
  const signature = readOctetsOfBitString(certificate.next());
  certificate.end();

  const fields = openSequence(tbs);
  const version = fields.optional(contextConstructed(0));
  const versionNumber = version === undefined ? 0n : readInteger(readExplicit(version));
  const serialNumber = readInteger(fields.next());
  const innerAlgorithm = fields.next(Tag.sequence);
  const issuer = fields.next(Tag.sequence);
  const validity = openSequence(fields.next());
  const notBefore = readTime(validity.next());
  const notAfter = readTime(validity.next());
  validity.end();
  const subject = fields.next(Tag.sequence);
  const keyInfo = fields.next(Tag.sequence);
  fields.optional(contextPrimitive(1));
  fields.optional(contextPrimitive(2));
  const extensions = fields.optional(contextConstructed(3));
  fields.end();

  if (versionNumber < 0n || versionNumber > 2n) throw malformed('the certificate has an unknown version');
  if (!equalBytes(innerAlgorithm.raw, signatureAlgorithm.raw)) {
    throw malformed('the two signature algorithms of the certificate differ');
  }
  const keyFields = openSequence(keyInfo);
  keyFields.next(Tag.sequence);
  const publicKeyBits = readOctetsOfBitString(keyFields.next());
  const subjectName = readName(subject);
  return {
    ...readExtensions(extensions === undefined ? undefined : readExplicit(extensions)),
    der,
    sha256,
    subject: subjectName.text,
    issuer: readName(issuer).text,
    subjectDer: subject.raw,
    issuerDer: issuer.raw,
    subjectAttributes: subjectName.attributes,
    commonName: subjectName.attributes.find(({ type }) => type === Oid.commonName)?.value,
    serialNumber: serialNumber.toString(),
    notBefore,
    notAfter,
    publicKey: createPublicKey({ key: Buffer.from(keyInfo.raw), format: 'der', type: 'spki' }),
    publicKeyBits,
    tbs: tbs.raw,
    signatureAlgorithm: signatureAlgorithm.raw,
    signature,
  };
}

/**
 * Reads one certificate from DER or PEM. The result holds its own copy of the bytes.
 * X509_MALFORMED when it is not one certificate, whole and in DER.
 */
export function readCertificate(derOrPem: Uint8Array | string): Certificate {
  return reading('X509_MALFORMED', 'the certificate', () => {
    const der = typeof derOrPem === 'string' ? derOfPem(derOrPem, 'CERTIFICATE')[0] : derOrPem;
    if (der === undefined) throw malformed('there is no CERTIFICATE block in the PEM');
    if (der.length > MAX_CERTIFICATE_BYTES) throw malformed('it is larger than 64 KiB');
    const sha256 = createHash('sha256').update(der).digest('hex');
    const found = known.get(sha256);
    if (found !== undefined) return found;
    const certificate = parse(Uint8Array.from(der), sha256);
    if (der.length <= LARGEST_KNOWN_BYTES) remember(certificate);
    return certificate;
  });
}

function remember(certificate: Certificate): void {
  const [oldest] = known.keys();
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(certificate.sha256, certificate);
}

/** Reads every certificate of a PEM file, in order. */
export function readCertificates(pem: string): Certificate[] {
  return derOfPem(pem, 'CERTIFICATE').map((der) => readCertificate(der));
}

/**
 * Signatures found good, by the hashes of both certificates, which cover everything that was verified: the same few
 * authorities stand above every signature, time-stamp and request.
 */
const foundGood = new Set<string>();
const MOST_FOUND_GOOD = 2000;

/** Whether `issuer`'s key made the certificate's signature; names, dates and usages are not looked at. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  const both = `${certificate.sha256} ${issuer.sha256}`;
  if (foundGood.has(both)) return true;
  const { signatureAlgorithm, tbs, signature } = certificate;
  if (!verifySignature({ algorithm: signatureAlgorithm, data: tbs, signature }, issuer.publicKey))
    return false;
  if (foundGood.size >= MOST_FOUND_GOOD) foundGood.clear();
  foundGood.add(both);
  return true;
}

/** Whether the certificate names itself as issuer and made its own signature. */
export function isSelfSigned(certificate: Certificate): boolean {
  return equalBytes(certificate.subjectDer, certificate.issuerDer) && isSignedBy(certificate, certificate);
}

/** First value of a subject attribute, by dotted object identifier. */
export function subjectAttribute(certificate: Certificate, type: string): string | undefined {
  return certificate.subjectAttributes.find((attribute) => attribute.type === type)?.value;
}
