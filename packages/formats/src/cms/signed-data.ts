/** CMS SignedData (RFC 5652 clause 5) taken apart; nothing is verified here. Exactly one signer, DER only. */
import {
  Tag,
  contextConstructed,
  contextPrimitive,
  equalBytes,
  expectTag,
  malformed,
  openSequence,
  readAll,
  readDer,
  readExplicit,
  readFirst,
  readInteger,
  readOid,
  retag,
  Oid,
  write,
  type DerValue,
} from '../der/index.ts';
import type { DigestName } from '../signing/index.ts';
import { readCertificate, readDigestAlgorithm, reading, type Certificate } from '../x509/index.ts';
import { cmsError } from './errors.ts';

/** Attribute values by dotted object identifier. */
export type CmsAttributes = ReadonlyMap<string, readonly DerValue[]>;

export interface SignedData {
  /** Dotted object identifier of what was signed. */
  readonly contentType: string;
  /** The encapsulated content; undefined when detached. */
  readonly content: Uint8Array | undefined;
  readonly certificates: readonly Certificate[];
  /** The certificate among those embedded or known that the signer identifier names. */
  readonly signerCertificate: Certificate | undefined;
  readonly digest: DigestName;
  readonly signedAttributes: CmsAttributes;
  /** The signed attributes as they were signed: with the SET OF tag. */
  readonly signedAttributesDer: Uint8Array;
  /** DER AlgorithmIdentifier. */
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: CmsAttributes;
}

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_CERTIFICATES = 64;

function readAttributes(set: DerValue | undefined): CmsAttributes {
  const attributes = new Map<string, readonly DerValue[]>();
  for (const attribute of set === undefined ? [] : readAll(set)) {
    const fields = openSequence(attribute);
    const type = readOid(fields.next(Tag.oid));
    const values = readAll(fields.next(Tag.set));
    fields.end();
    // An attribute that stands twice could be read one way here and another way elsewhere (RFC 5652 11.1, 11.2).
    if (attributes.has(type)) throw malformed('an attribute stands twice');
    attributes.set(type, values);
  }
  return attributes;
}

function readCertificateSet(set: DerValue | undefined): Certificate[] {
  const values = set === undefined ? [] : readAll(set).filter(({ tag }) => tag === Tag.sequence);
  if (values.length > MAX_CERTIFICATES)
    throw malformed(`there are more than ${MAX_CERTIFICATES} certificates`);
  return values.map(({ raw }) => readCertificate(raw));
}

function findSigner(identifier: DerValue, certificates: readonly Certificate[]): Certificate | undefined {
  if (identifier.tag === contextPrimitive(0)) {
    return certificates.find(
      ({ subjectKeyIdentifier }) =>
        subjectKeyIdentifier !== undefined && equalBytes(subjectKeyIdentifier, identifier.content),
    );
  }
  const fields = openSequence(identifier);
  const issuer = fields.next(Tag.sequence).raw;
  const serialNumber = readInteger(fields.next()).toString();
  fields.end();
  return certificates.find(
    (certificate) => certificate.serialNumber === serialNumber && equalBytes(certificate.issuerDer, issuer),
  );
}

function readEncapsulated(value: DerValue): Pick<SignedData, 'contentType' | 'content'> {
  const fields = openSequence(value);
  const contentType = readOid(fields.next(Tag.oid));
  const explicit = fields.optional(contextConstructed(0));
  fields.end();
  const content =
    explicit === undefined ? undefined : expectTag(readExplicit(explicit), Tag.octetString).content;
  return { contentType, content };
}

function parse(der: Uint8Array, extra: readonly Certificate[]): SignedData {
  if (der.length > MAX_BYTES) throw malformed(`it is larger than ${MAX_BYTES} bytes`);
  const info = openSequence(readDer(der));
  if (readOid(info.next(Tag.oid)) !== Oid.signedData) throw malformed('the content is not SignedData');
  const fields = openSequence(readExplicit(info.next(contextConstructed(0))));
  info.end();
  readInteger(fields.next());
  fields.next(Tag.set);
  const encapsulated = readEncapsulated(fields.next());
  const certificates = readCertificateSet(fields.optional(contextConstructed(0)));
  fields.optional(contextConstructed(1));
  const signers = readAll(fields.next(Tag.set));
  fields.end();
  const [signerInfo] = signers;
  if (signerInfo === undefined || signers.length > 1) throw malformed('there must be exactly one signer');

  const signer = openSequence(signerInfo);
  readInteger(signer.next());
  const identifier = signer.next();
  const digest = readDigestAlgorithm(signer.next());
  const signedAttributes = signer.optional(contextConstructed(0));
  const signatureAlgorithm = signer.next(Tag.sequence).raw;
  const signature = signer.next(Tag.octetString).content;
  const unsignedAttributes = signer.optional(contextConstructed(1));
  signer.end();
  if (signedAttributes === undefined) throw malformed('there are no signed attributes');
  return {
    ...encapsulated,
    certificates,
    signerCertificate: findSigner(identifier, [...certificates, ...extra]),
    digest,
    signedAttributes: readAttributes(retag(signedAttributes, Tag.set)),
    signedAttributesDer: write.withTag(Tag.set, signedAttributes.raw),
    signatureAlgorithm,
    signature,
    unsignedAttributes: readAttributes(unsignedAttributes),
  };
}

/**
 * Reads a ContentInfo holding SignedData; `extra` are certificates that may be the signer's when it is not embedded.
 * CMS_MALFORMED when it is something else, not DER, or has not exactly one signer.
 */
export function readSignedData(der: Uint8Array, extra: readonly Certificate[] = []): SignedData {
  return reading('CMS_MALFORMED', 'the CMS signature', () => parse(der, extra));
}

/**
 * The CMS in a PDF signature's `Contents`, which is filled up with zero bytes to the reserved size.
 * CMS_MALFORMED when anything but zeros follows: data could hide there, outside what is signed.
 */
export function withoutPadding(contents: Uint8Array): Uint8Array {
  const cms = reading('CMS_MALFORMED', 'the CMS signature', () => readFirst(contents).raw);
  if (contents.subarray(cms.length).some((byte) => byte !== 0)) {
    throw cmsError('CMS_MALFORMED', 'there are bytes other than zero after the CMS signature');
  }
  return cms;
}
