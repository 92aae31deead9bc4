/**
 * The signed parts of a signature as strings that are their own exclusive canonical form (Exclusive XML
 * Canonicalization 1.0): every namespace declared where it is first used, attributes in canonical order, no empty-element
 * tags. What is hashed is byte for byte what stands in the file; nothing is ever serialised again.
 */
import { createHash } from 'node:crypto';
import { write } from '../der/index.ts';
import { C14N_EXCLUSIVE, escapeAttribute } from '../xml/index.ts';
import type { Certificate } from '../x509/index.ts';
import { canonicalText } from './canonical-text.ts';
import { DS, OBJECT_TYPE, PROOF_OF_APPROVAL, SHA256, SIGNED_PROPERTIES_TYPE, XADES } from './names.ts';

export const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

const xmlnsDs = `xmlns:ds="${DS}"`;
const xmlnsXades = `xmlns:xades="${XADES}"`;

/** Ids of one signature's parts; all of them start with the signature's own. */
export interface PartIds {
  readonly signature: string;
  readonly signatureValue: string;
  readonly signedProperties: string;
  readonly evidence: string;
  readonly timestamp: string;
  /** Of the reference to a document, by position; the evidence's reference comes after the last. */
  reference(position: number): string;
}

/** `seed` makes ids differ between signatures that are put into one container. */
export function partIds(seed: string): PartIds {
  const signature = `sig-${sha256(seed).toString('hex').slice(0, 16)}`;
  return {
    signature,
    signatureValue: `${signature}-value`,
    signedProperties: `${signature}-properties`,
    evidence: `${signature}-evidence`,
    timestamp: `${signature}-timestamp`,
    reference: (position) => `${signature}-ref-${position}`,
  };
}

/** One ds:Reference: to a file by its URI, or to a part of this document, canonicalized. */
export interface SignedReference {
  readonly id: string;
  readonly uri: string;
  readonly digest: Uint8Array;
  readonly type?: string;
}

function reference({ id, uri, digest, type }: SignedReference): string {
  const isPart = uri.startsWith('#');
  const transforms = isPart
    ? `<ds:Transforms><ds:Transform Algorithm="${C14N_EXCLUSIVE}"></ds:Transform></ds:Transforms>`
    : '';
  const typeAttribute = type === undefined ? '' : ` Type="${type}"`;
  return (
    `<ds:Reference Id="${id}"${typeAttribute} URI="${escapeAttribute(uri)}">${transforms}` +
    `<ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod>` +
    `<ds:DigestValue>${base64(digest)}</ds:DigestValue></ds:Reference>`
  );
}

export function signedInfo(signatureMethod: string, references: readonly SignedReference[]): string {
  return (
    `<ds:SignedInfo ${xmlnsDs}>` +
    `<ds:CanonicalizationMethod Algorithm="${C14N_EXCLUSIVE}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${signatureMethod}"></ds:SignatureMethod>` +
    `${references.map(reference).join('')}</ds:SignedInfo>`
  );
}

export function signatureValue(id: string, signature: Uint8Array): string {
  return `<ds:SignatureValue ${xmlnsDs} Id="${id}">${base64(signature)}</ds:SignatureValue>`;
}

/** The ds:Object that carries the evidence; `content` is one element in exclusive canonical form. */
export function evidenceObject(id: string, content: string): string {
  return `<ds:Object ${xmlnsDs} Id="${id}">${content}</ds:Object>`;
}

export const evidenceReference = (id: string, partId: string, digest: Uint8Array): SignedReference => ({
  id,
  uri: `#${partId}`,
  digest,
  type: OBJECT_TYPE,
});

export const propertiesReference = (id: string, partId: string, digest: Uint8Array): SignedReference => ({
  id,
  uri: `#${partId}`,
  digest,
  type: SIGNED_PROPERTIES_TYPE,
});

/** SigningCertificateV2 (clause 5.2.2) with SHA-256 and IssuerSerialV2: DER IssuerSerial of RFC 5035. */
function signingCertificate(certificate: Certificate): string {
  const issuerSerial = write.sequence(
    write.sequence(write.explicit(4, certificate.issuerDer)),
    write.integer(BigInt(certificate.serialNumber)),
  );
  return (
    '<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>' +
    `<ds:DigestMethod ${xmlnsDs} Algorithm="${SHA256}"></ds:DigestMethod>` +
    `<ds:DigestValue ${xmlnsDs}>${base64(sha256(certificate.der))}</ds:DigestValue></xades:CertDigest>` +
    `<xades:IssuerSerialV2>${base64(issuerSerial)}</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2>`
  );
}

function signerRole(claimedRoles: readonly string[]): string {
  if (claimedRoles.length === 0) return '';
  const roles = claimedRoles.map((role) => `<xades:ClaimedRole>${canonicalText(role)}</xades:ClaimedRole>`);
  return `<xades:SignerRoleV2><xades:ClaimedRoles>${roles.join('')}</xades:ClaimedRoles></xades:SignerRoleV2>`;
}

export interface SignedPropertiesInput {
  readonly id: string;
  readonly certificate: Certificate;
  readonly signingTime: Date;
  readonly claimedRoles: readonly string[];
  /** MIME type of what each reference (by its Id) points to. */
  readonly formats: readonly { readonly referenceId: string; readonly mime: string }[];
}

/** SignedProperties (clause 5.2), with the commitment type proof of approval for everything that is signed. */
export function signedProperties(input: SignedPropertiesInput): string {
  const formats = input.formats.map(
    ({ referenceId, mime }) =>
      `<xades:DataObjectFormat ObjectReference="#${referenceId}">` +
      `<xades:MimeType>${canonicalText(mime)}</xades:MimeType></xades:DataObjectFormat>`,
  );
  return (
    `<xades:SignedProperties ${xmlnsXades} Id="${input.id}"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${input.signingTime.toISOString().replace(/\.\d{3}Z$/, 'Z')}</xades:SigningTime>` +
    signingCertificate(input.certificate) +
    `${signerRole(input.claimedRoles)}</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>` +
    formats.join('') +
    '<xades:CommitmentTypeIndication><xades:CommitmentTypeId>' +
    `<xades:Identifier>${PROOF_OF_APPROVAL}</xades:Identifier></xades:CommitmentTypeId>` +
    '<xades:AllSignedDataObjects></xades:AllSignedDataObjects></xades:CommitmentTypeIndication>' +
    '</xades:SignedDataObjectProperties></xades:SignedProperties>'
  );
}
