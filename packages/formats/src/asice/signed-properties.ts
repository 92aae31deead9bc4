/** The XAdES properties of a bundle's signature (ETSI TS 101 903 v1.3.2, clause 7.2; EN 319 132-1 for the V2 form). */
import { createHash } from 'node:crypto';
import {
  DIGEST_SHA1,
  DIGEST_SHA256,
  XMLDSIG_NAMESPACE,
  readBase64,
  type SignatureReference,
} from '../xmldsig/index.ts';
import type { XmlElement } from '../xml/index.ts';
import { TRANSLATIONS, bundleError, checking } from './errors.ts';
import { structure } from './structure.ts';

const DATE_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/;

/** What SigningCertificate or SigningCertificateV2 says of the signer's certificate. */
interface CertificateClaim {
  readonly algorithm: 'sha1' | 'sha256';
  readonly digest: Uint8Array;
  /** Decimal; only the older form has it in readable shape. */
  readonly serialNumber: string | undefined;
}

export function readCertificateClaim(signedProperties: XmlElement): CertificateClaim {
  const properties = signatureProperties(signedProperties);
  const found = properties
    .children()
    .filter(({ name }) => name === 'SigningCertificate' || name === 'SigningCertificateV2');
  const [claim, surplus] = found;
  // The first Cert is the signer's, further ones its chain (clause 7.2.2).
  const certificate = claim?.child('Cert');
  const digest = certificate?.child('CertDigest');
  const method = digest?.child('DigestMethod', XMLDSIG_NAMESPACE);
  const value = digest?.child('DigestValue', XMLDSIG_NAMESPACE);
  if (!claim || surplus || !certificate || !method || !value) {
    throw structure('SignedSignatureProperties must hold one SigningCertificate with a digest.', properties);
  }
  return {
    algorithm: digestAlgorithm(method),
    digest: checking(TRANSLATIONS.signature, () => readBase64(value)),
    serialNumber: certificate
      .child('IssuerSerial')
      ?.child('X509SerialNumber', XMLDSIG_NAMESPACE)
      ?.text()
      .trim(),
  };
}

/** SHA-1 is taken here, as both official clients send it: it only picks one of the certificates at hand. */
function digestAlgorithm(method: XmlElement): CertificateClaim['algorithm'] {
  const algorithm = method.attribute('Algorithm');
  if (algorithm === DIGEST_SHA1) return 'sha1';
  if (algorithm === DIGEST_SHA256) return 'sha256';
  throw bundleError('BUNDLE_ALGORITHM_NOT_ALLOWED', 'The certificate digest must be SHA-1 or SHA-256.', {
    where: `line ${method.line}`,
  });
}

/** Whether the claim's digest is that of this DER certificate. */
export function isClaimed(der: Uint8Array, claim: CertificateClaim): boolean {
  return createHash(claim.algorithm).update(der).digest().equals(claim.digest);
}

/** xs:dateTime; without a zone it is read as UTC, which is what .NET means. */
export function readSigningTime(signedProperties: XmlElement): Date {
  const properties = signatureProperties(signedProperties);
  const element = properties.child('SigningTime');
  const [, seconds, fraction = '', zone = 'Z'] = DATE_TIME.exec(element?.text().trim() ?? '') ?? [];
  const time = new Date(seconds === undefined ? NaN : seconds + fraction.slice(0, 4) + zone);
  if (Number.isNaN(time.getTime())) {
    throw bundleError(
      'BUNDLE_SIGNING_TIME',
      'SigningTime must be a date and time such as 2026-11-24T12:00:00Z.',
      {
        where: `line ${(element ?? properties).line}`,
      },
    );
  }
  return time;
}

/** Every DataObjectFormat must speak of one of the references (clause 7.2.5). */
export function requireDescribedReferences(
  signedProperties: XmlElement,
  references: readonly SignatureReference[],
): void {
  const ids = new Set(references.map(({ id }) => id).filter((id) => id !== undefined));
  const described = signedProperties.child('SignedDataObjectProperties')?.children() ?? [];
  for (const format of described) {
    const target = format.attribute('ObjectReference') ?? '';
    if (format.name !== 'DataObjectFormat' || !ids.has(target.replace(/^#/, ''))) {
      throw structure(
        'SignedDataObjectProperties must hold DataObjectFormat elements for the References.',
        format,
      );
    }
  }
}

function signatureProperties(signedProperties: XmlElement): XmlElement {
  const found = signedProperties.child('SignedSignatureProperties');
  if (!found || signedProperties.children()[0] !== found || signedProperties.children().length > 2) {
    throw structure(
      'SignedProperties must hold SignedSignatureProperties and SignedDataObjectProperties.',
      signedProperties,
    );
  }
  return found;
}
