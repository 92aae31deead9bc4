/** Making a document bundle as a sender does: ASiC-E with one XAdES B signature over every file. */
import { createHash } from 'node:crypto';
import { readCertificate, type Certificate } from '../x509/index.ts';
import { DIGEST_SHA1, DIGEST_SHA256, SIGNATURE_RSA_SHA256, XMLDSIG_NAMESPACE } from '../xmldsig/index.ts';
import {
  C14N_1_0,
  canonicalize,
  escapeAttribute,
  escapeText,
  parseXml,
  type XmlElement,
} from '../xml/index.ts';
import { writeZip } from '../zip/index.ts';
import { ASIC_NAMESPACE, SIGNATURES_FILE, SIGNED_PROPERTIES_TYPE, XADES_NAMESPACE } from './names.ts';

export interface BundleFile {
  /** Name in the container, without folder. */
  readonly name: string;
  /** Media type. */
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export interface BundleInput {
  /** The documents and `manifest.xml`. */
  readonly files: readonly BundleFile[];
  /** DER certificates, the signer's first; RSA. */
  readonly chain: readonly Uint8Array[];
  /** RSA PKCS #1 v1.5 with SHA-256 over `data`, hashing included. */
  sign(data: Uint8Array): Promise<Uint8Array> | Uint8Array;
  readonly signingTime: Date;
  /**
   * Whose habits to follow: `java` (form-encoded names, whole chain, carriage returns in base64, data descriptors)
   * or `dotnet` (raw names, own certificate only, other namespace prefixes). `java` when absent.
   */
  readonly style?: 'java' | 'dotnet';
}

interface Draft {
  readonly input: BundleInput;
  readonly certificate: Certificate;
  readonly isJava: boolean;
}

/**
 * Builds and signs a bundle.
 * @throws FormatError ZIP_DUPLICATE_NAME, ZIP_UNSAFE_NAME, XML_INVALID_CHARACTER, X509_MALFORMED
 */
export async function buildDocumentBundle(input: BundleInput): Promise<Uint8Array> {
  const certificate = readCertificate(input.chain[0] ?? new Uint8Array());
  const draft: Draft = { input, certificate, isJava: input.style !== 'dotnet' };
  const signatures = await signedXml(draft);
  const dataDescriptor = draft.isJava;
  return writeZip([
    ...input.files.map(({ name, bytes }) => ({ name, bytes, dataDescriptor })),
    { name: SIGNATURES_FILE, bytes: Buffer.from(signatures, 'utf8'), dataDescriptor },
  ]);
}

/** Twice canonicalized in its place, since the namespaces around a signed element are part of what is signed. */
async function signedXml(draft: Draft): Promise<string> {
  const propertiesDigest = digest(canonicalPart(document(draft, '', ''), 'SignedProperties'));
  const signedInfo = signedInfoXml(draft, propertiesDigest);
  const value = await draft.input.sign(canonicalPart(document(draft, signedInfo, ''), 'SignedInfo'));
  return document(draft, signedInfo, base64Lines(draft, value));
}

function canonicalPart(xml: string, name: string): Uint8Array {
  using parsed = parseXml(Buffer.from(xml, 'utf8'), { forSignature: true });
  const find = (element: XmlElement): XmlElement | undefined =>
    element.name === name
      ? element
      : element
          .children()
          .map(find)
          .find((found) => found !== undefined);
  const element = find(parsed.root);
  if (!element) throw new TypeError(`no ${name} in the signature`);
  return canonicalize(element, C14N_1_0);
}

function document(draft: Draft, signedInfo: string, signatureValue: string): string {
  const { isJava, input } = draft;
  const root = isJava ? 'XAdESSignatures' : 'xades:XAdESSignatures';
  const rootNamespaces = isJava
    ? `xmlns="${ASIC_NAMESPACE}"`
    : `xmlns:xades="${ASIC_NAMESPACE}" xmlns="${XADES_NAMESPACE}"`;
  const certificates = (isJava ? input.chain : input.chain.slice(0, 1)).map(
    (der) => `<X509Certificate>${base64Lines(draft, der)}</X509Certificate>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"${isJava ? ' standalone="no"' : ''}?>` +
    `<${root} ${rootNamespaces}><Signature xmlns="${XMLDSIG_NAMESPACE}" Id="Signature">${signedInfo}` +
    `<SignatureValue>${signatureValue}</SignatureValue>` +
    `<KeyInfo><X509Data>${certificates.join('')}</X509Data></KeyInfo>` +
    `<Object>${qualifyingPropertiesXml(draft)}</Object></Signature></${root}>`
  );
}

function signedInfoXml({ input, isJava }: Draft, propertiesDigest: string): string {
  const method = `<DigestMethod Algorithm="${DIGEST_SHA256}"></DigestMethod>`;
  const references = input.files.map(
    ({ name, bytes }, index) =>
      `<Reference Id="${fileId(isJava, index)}" URI="${escapeAttribute(isJava ? formEncoded(name) : name)}">` +
      `${method}<DigestValue>${digest(bytes)}</DigestValue></Reference>`,
  );
  return (
    `<SignedInfo><CanonicalizationMethod Algorithm="${C14N_1_0}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${SIGNATURE_RSA_SHA256}"></SignatureMethod>${references.join('')}` +
    `<Reference Type="${SIGNED_PROPERTIES_TYPE}" URI="#SignedProperties">` +
    `<Transforms><Transform Algorithm="${C14N_1_0}"></Transform></Transforms>` +
    `${method}<DigestValue>${propertiesDigest}</DigestValue></Reference></SignedInfo>`
  );
}

function qualifyingPropertiesXml({ input, certificate, isJava }: Draft): string {
  const dsElement = (name: string, content: string, attributes = ''): string =>
    isJava
      ? `<ns2:${name}${attributes}>${content}</ns2:${name}>`
      : `<${name} xmlns="${XMLDSIG_NAMESPACE}"${attributes}>${content}</${name}>`;
  const dsPrefix = isJava ? ` xmlns:ns2="${XMLDSIG_NAMESPACE}"` : '';
  const certificateDigest = createHash('sha1').update(certificate.der).digest('base64');
  const formats = input.files.map(
    ({ mime }, index) =>
      `<DataObjectFormat ObjectReference="#${fileId(isJava, index)}"><MimeType>${escapeText(mime)}</MimeType></DataObjectFormat>`,
  );
  return (
    `<QualifyingProperties xmlns="${XADES_NAMESPACE}"${dsPrefix} Target="#Signature"><SignedProperties Id="SignedProperties">` +
    `<SignedSignatureProperties><SigningTime>${input.signingTime.toISOString()}</SigningTime>` +
    `<SigningCertificate><Cert><CertDigest>${dsElement('DigestMethod', '', ` Algorithm="${DIGEST_SHA1}"`)}` +
    `${dsElement('DigestValue', certificateDigest)}</CertDigest>` +
    `<IssuerSerial>${dsElement('X509IssuerName', escapeText(certificate.issuer))}` +
    `${dsElement('X509SerialNumber', certificate.serialNumber)}</IssuerSerial></Cert></SigningCertificate>` +
    `</SignedSignatureProperties><SignedDataObjectProperties>${formats.join('')}</SignedDataObjectProperties>` +
    `</SignedProperties></QualifyingProperties>`
  );
}

function fileId(isJava: boolean, index: number): string {
  return `${isJava ? 'ID' : 'Id'}_${index}`;
}

/** application/x-www-form-urlencoded, as java.net.URLEncoder writes it. */
function formEncoded(name: string): string {
  return encodeURIComponent(name)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** Java's XML signatures break base64 with carriage return and line feed, the former written as a reference. */
function base64Lines({ isJava }: Draft, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64');
  return isJava ? text.replace(/.{76}(?=.)/g, '$&&#13;\n') : text;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
