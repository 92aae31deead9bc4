/** Verification of the document bundle a sender uploads: the rules of the signature API v1, check by check. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  buildChain,
  readCertificate,
  requireKeyUsage,
  type Certificate,
  type CertificateStore,
} from '../x509/index.ts';
import {
  SIGNATURE_RSA_SHA256,
  verifyDataReference,
  verifyElementReference,
  verifySignatureValue,
} from '../xmldsig/index.ts';
import { C14N_1_0, C14N_1_1, maskPersonalNumbers } from '../xml/index.ts';
import type { ZipEntry } from '../zip/index.ts';
import { openContainer, requireLimits, requireParts, type ContainerLimits } from './container.ts';
import { TRANSLATIONS, bundleError, checking, translate } from './errors.ts';
import { matchReferences, type MatchedReferences } from './references.ts';
import {
  isClaimed,
  readCertificateClaim,
  readSigningTime,
  requireDescribedReferences,
} from './signed-properties.ts';
import { parseSignatures, requireStructure, type BundleSignature } from './structure.ts';

export interface BundleOptions extends ContainerLimits {
  /** Authorities of enterprise certificates; intermediates help clients that send no chain. */
  readonly trust: CertificateStore;
  /** When the certificate must be valid. */
  readonly at: Date;
  /** Between which the signing time must lie. */
  readonly signingTime: { readonly notBefore: Date; readonly notAfter: Date };
}

export interface BundleDocument {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface DocumentBundle {
  /** manifest.xml, signed but not yet parsed. */
  readonly manifest: Uint8Array;
  /** In the order of the container. */
  readonly documents: readonly BundleDocument[];
  /** Trusted and made for signatures; whose it must be is for the caller to check. */
  readonly signingCertificate: Certificate;
  readonly signingTime: Date;
}

const INCLUSIVE: readonly string[] = [C14N_1_0, C14N_1_1];
const HASH_SLICE = 1024 * 1024;

/**
 * Verifies a document bundle from its bytes alone. Large documents are inflated outside the event loop and hashed in
 * slices. What the manifest says of the documents is for the caller to check.
 *
 * @throws FormatError BUNDLE_*; `where` is a file name or line, `cause` the finding of the layer below
 */
export async function verifyDocumentBundle(
  bytes: Uint8Array,
  options: BundleOptions,
): Promise<DocumentBundle> {
  const entries = await openContainer(bytes, options);
  const container = requireParts(entries);
  requireLimits(container, options);

  using document = parseSignatures(container.signatures.bytes);
  const signature = requireStructure(document.root);
  requireAlgorithms(signature);
  const references = matchReferences(signature, [container.manifest, ...container.documents]);
  requireTransforms(references);
  const signingCertificate = findSigningCertificate(signature);
  requireTrustedCertificate(signingCertificate, options);
  requireSignatureValue(signature, signingCertificate.certificate);
  requireSignedProperties(signature, references);
  const signingTime = requireSigningTime(signature, options);
  const digests = await requireFileDigests(references);

  return {
    manifest: container.manifest.bytes,
    documents: container.documents.map(({ name, bytes: content }) => ({
      name,
      bytes: content,
      sha256: digests.get(name) ?? '',
    })),
    signingCertificate: signingCertificate.certificate,
    signingTime,
  };
}

/** Check 6: rsa-sha256 over inclusive C14N; digests are checked with each reference. */
function requireAlgorithms(signature: BundleSignature): void {
  const where = `line ${signature.signedInfo.line}`;
  if (!INCLUSIVE.includes(signature.canonicalization)) {
    throw bundleError(
      'BUNDLE_ALGORITHM_NOT_ALLOWED',
      'SignedInfo must be canonicalized with C14N 1.0 or 1.1.',
      { where },
    );
  }
  if (signature.signatureAlgorithm !== SIGNATURE_RSA_SHA256) {
    throw bundleError(
      'BUNDLE_ALGORITHM_NOT_ALLOWED',
      `The SignatureMethod must be ${SIGNATURE_RSA_SHA256}.`,
      { where },
    );
  }
}

/** Check 8 (7 being the matching of references to files): C14N for SignedProperties, nothing for files. */
function requireTransforms({ signedProperties, files }: MatchedReferences): void {
  const [transform = '', surplus] = signedProperties.transforms;
  const transformed = files.find(({ reference }) => reference.transforms.length > 0);
  if (transformed || surplus !== undefined || !INCLUSIVE.includes(transform)) {
    const { line } = transformed?.reference ?? signedProperties;
    throw bundleError(
      'BUNDLE_TRANSFORM_NOT_ALLOWED',
      'Only SignedProperties may have a transform, which must be C14N 1.0 or 1.1.',
      {
        where: `line ${line}`,
      },
    );
  }
}

interface SigningCertificate {
  readonly certificate: Certificate;
  /** The rest of KeyInfo, as sent. */
  readonly others: readonly Uint8Array[];
}

/** Check 9: the certificate in KeyInfo that the signed properties name. */
function findSigningCertificate(signature: BundleSignature): SigningCertificate {
  const claim = readCertificateClaim(signature.signedProperties);
  const der = signature.certificates.find((candidate) => isClaimed(candidate, claim));
  const certificate = der && checking(TRANSLATIONS.certificate, () => readCertificate(der));
  const serialFits = claim.serialNumber === undefined || claim.serialNumber === certificate?.serialNumber;
  if (!certificate || !serialFits) {
    throw bundleError(
      'BUNDLE_CERTIFICATE_MISMATCH',
      'KeyInfo does not hold the certificate that SigningCertificate names.',
    );
  }
  return { certificate, others: signature.certificates.filter((other) => other !== der) };
}

/** Check 10: issued under a trusted authority, valid, made for digital signatures. */
function requireTrustedCertificate(
  { certificate, others }: SigningCertificate,
  options: BundleOptions,
): void {
  const { trust, at } = options;
  const known = new Set([...trust.anchors, ...trust.intermediates].map(({ sha256 }) => sha256));
  const isNew = (der: Uint8Array): boolean => !known.has(createHash('sha256').update(der).digest('hex'));
  checking(TRANSLATIONS.certificate, () => {
    buildChain(
      certificate,
      others.filter(isNew).map((der) => readCertificate(der)),
      trust,
      at,
    );
    requireKeyUsage(certificate, 'digitalSignature');
  });
}

/** Check 11: SignedInfo was signed with the certificate's key. */
function requireSignatureValue(signature: BundleSignature, certificate: Certificate): void {
  checking(TRANSLATIONS.signature, () => verifySignatureValue(signature, certificate.publicKey));
}

/** Check 12: the properties that were read are those that were signed. */
function requireSignedProperties(signature: BundleSignature, references: MatchedReferences): void {
  const signed = checking(TRANSLATIONS.signedProperties, () =>
    verifyElementReference(references.signedProperties, signature.ids),
  );
  if (signed !== signature.signedProperties) {
    throw bundleError(
      'BUNDLE_REFERENCE_UNKNOWN',
      'The Reference to SignedProperties names another element.',
      {
        where: `line ${references.signedProperties.line}`,
      },
    );
  }
  requireDescribedReferences(signed, signature.references);
}

/** Check 13: signed recently. */
function requireSigningTime(
  signature: BundleSignature,
  { signingTime: { notBefore, notAfter } }: BundleOptions,
): Date {
  const time = readSigningTime(signature.signedProperties);
  if (time < notBefore || time > notAfter) {
    throw bundleError(
      'BUNDLE_SIGNING_TIME',
      `The signing time ${time.toISOString()} must lie between ${notBefore.toISOString()} and ${notAfter.toISOString()}.`,
    );
  }
  return time;
}

/** Check 14: every file is as it was signed. */
async function requireFileDigests({ files }: MatchedReferences): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const { reference, file } of files) {
    const digest = await sha256Of(file);
    try {
      verifyDataReference(reference, digest);
    } catch (error) {
      throw withFileName(translate(TRANSLATIONS.signature, error), file);
    }
    digests.set(file.name, digest.toString('hex'));
  }
  return digests;
}

function withFileName(error: unknown, { name }: ZipEntry): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'BUNDLE_DIGEST_MISMATCH')
    return error;
  return bundleError('BUNDLE_DIGEST_MISMATCH', 'A file of the bundle is not the one that was signed.', {
    where: maskPersonalNumbers(name),
    cause: error,
  });
}

async function sha256Of({ bytes }: ZipEntry): Promise<Buffer> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.byteLength; at += HASH_SLICE) {
    if (at > 0) await nextTurn();
    hash.update(bytes.subarray(at, at + HASH_SLICE));
  }
  return hash.digest();
}
