/** Verifies a CMS signature itself (RFC 5652 5.4, 5.6); whether its signer is trusted is the caller's question. */
import { createHash } from 'node:crypto';
import { Oid, Tag, equalBytes, expectTag, readOid, readTime, type DerValue } from '../der/index.ts';
import type { DigestName } from '../signing/index.ts';
import { reading, verifySignature, type Certificate } from '../x509/index.ts';
import { cmsError } from './errors.ts';
import { readSignedData, type SignedData } from './signed-data.ts';
import { checkSigningCertificate } from './signing-certificate.ts';

export interface VerifiedSignedData {
  readonly signer: Certificate;
  /** Everything embedded, the signer's own included. */
  readonly certificates: readonly Certificate[];
  /** Dotted object identifier. */
  readonly contentType: string;
  /** The encapsulated content; undefined when detached. */
  readonly content: Uint8Array | undefined;
  /** Version of the signing-certificate attribute; baseline levels demand 2. */
  readonly signingCertificateVersion: 1 | 2;
  /** The signing-time attribute; PAdES baseline levels forbid it. */
  readonly signingTime: Date | undefined;
  /** What signature time-stamps are made over. */
  readonly signature: Uint8Array;
  /** DER time-stamp tokens of the unsigned attributes, not yet verified. */
  readonly signatureTimestamps: readonly Uint8Array[];
  /** What signature and content are digested with. */
  readonly digest: DigestName;
}

function single(data: SignedData, type: string, name: string): DerValue {
  const values = data.signedAttributes.get(type);
  const [value] = values ?? [];
  if (value === undefined || values?.length !== 1) {
    throw cmsError('CMS_MALFORMED', `the signed attribute ${name} must be there with exactly one value`);
  }
  return value;
}

/** The bytes that were signed: given from outside, or encapsulated, never both. */
function signedContent(data: SignedData, detached: readonly Uint8Array[] | undefined): readonly Uint8Array[] {
  if (detached !== undefined && data.content !== undefined) {
    throw cmsError('CMS_CONTENT', 'a detached signature must not hold content of its own');
  }
  const content = detached ?? (data.content === undefined ? undefined : [data.content]);
  if (content === undefined) throw cmsError('CMS_CONTENT', 'the signature holds no content');
  return content;
}

function checkContentType(data: SignedData): void {
  const signed = reading('CMS_MALFORMED', 'the content-type attribute', () =>
    readOid(single(data, Oid.contentType, 'content-type')),
  );
  if (signed !== data.contentType)
    throw cmsError('CMS_CONTENT', 'the signed content type is not that of the content');
}

function checkMessageDigest(data: SignedData, content: readonly Uint8Array[]): void {
  const expected = reading('CMS_MALFORMED', 'the message-digest attribute', () =>
    expectTag(single(data, Oid.messageDigest, 'message-digest'), Tag.octetString),
  );
  const hash = createHash(data.digest);
  for (const part of content) hash.update(part);
  if (!equalBytes(expected.content, hash.digest())) {
    throw cmsError('CMS_DIGEST_MISMATCH', 'the content is not what was signed: its digest differs');
  }
}

function checkSignature(data: SignedData, signer: Certificate): void {
  const { signatureAlgorithm: algorithm, signature, signedAttributesDer, digest } = data;
  const valid = reading('CMS_MALFORMED', 'the signature algorithm', () =>
    verifySignature({ algorithm, data: signedAttributesDer, signature, digest }, signer.publicKey),
  );
  if (!valid) throw cmsError('CMS_SIGNATURE_INVALID', 'the signature is not made by the signer’s key');
}

/**
 * Verifies a SignedData with one signer, in named steps. `content` is what a detached signature covers, in
 * pieces (the two parts of a PDF's ByteRange); left out, the encapsulated content is verified. `extra` are
 * certificates among which the signer's may be when it is not embedded.
 * Throws CMS_* or X509_ALGORITHM_UNSUPPORTED / X509_KEY_WEAK.
 */
export function verifySignedData(
  der: Uint8Array,
  options: { content?: readonly Uint8Array[]; extra?: readonly Certificate[] } = {},
): VerifiedSignedData {
  const data = readSignedData(der, options.extra);
  const content = signedContent(data, options.content);
  const signer = data.signerCertificate;
  if (signer === undefined) {
    throw cmsError('CMS_SIGNER_CERTIFICATE_MISSING', 'the signer’s certificate is not in the signature');
  }
  checkContentType(data);
  checkMessageDigest(data, content);
  const signingCertificateVersion = checkSigningCertificate(data.signedAttributes, signer);
  checkSignature(data, signer);
  const [signingTime] = data.signedAttributes.get(Oid.signingTime) ?? [];
  return {
    signer,
    certificates: data.certificates,
    contentType: data.contentType,
    content: data.content,
    signingCertificateVersion,
    signingTime:
      signingTime && reading('CMS_MALFORMED', 'the signing-time attribute', () => readTime(signingTime)),
    signature: data.signature,
    signatureTimestamps: (data.unsignedAttributes.get(Oid.signatureTimeStampToken) ?? []).map(
      ({ raw }) => raw,
    ),
    digest: data.digest,
  };
}
