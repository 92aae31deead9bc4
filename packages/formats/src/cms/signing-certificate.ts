/** The signing-certificate attributes (RFC 5035; RFC 2634 for version 1): which certificate the signer meant. */
import { createHash } from 'node:crypto';
import {
  Oid,
  Tag,
  contextConstructed,
  equalBytes,
  expectTag,
  malformed,
  openSequence,
  readAll,
  readExplicit,
  readInteger,
  write,
  type DerValue,
} from '../der/index.ts';
import type { DigestName } from '../signing/index.ts';
import { digestAlgorithmIdentifier, readDigestAlgorithm, reading, type Certificate } from '../x509/index.ts';
import { cmsError } from './errors.ts';
import type { CmsAttributes } from './signed-data.ts';

/** IssuerSerial of a certificate: its issuer as directory name, and its serial number. */
function issuerSerial(certificate: Certificate): Uint8Array {
  return write.sequence(
    write.sequence(write.explicit(4, certificate.issuerDer)),
    write.integer(BigInt(certificate.serialNumber)),
  );
}

/** Value of a signing-certificate-v2 attribute with issuerSerial; SHA-256 is the default, so not said. */
export function encodeSigningCertificateV2(certificate: Certificate, digest: DigestName): Uint8Array {
  const hash = createHash(digest).update(certificate.der).digest();
  const algorithm = digest === 'sha256' ? [] : [digestAlgorithmIdentifier(digest)];
  return write.sequence(
    write.sequence(write.sequence(...algorithm, write.octetString(hash), issuerSerial(certificate))),
  );
}

function matchesIssuerSerial(value: DerValue, certificate: Certificate): boolean {
  const fields = openSequence(value);
  const names = readAll(fields.next(Tag.sequence));
  const serialNumber = readInteger(fields.next());
  return (
    serialNumber.toString() === certificate.serialNumber &&
    names.some(
      (name) =>
        name.tag === contextConstructed(4) && equalBytes(readExplicit(name).raw, certificate.issuerDer),
    )
  );
}

/** Whether the first certificate identifier of the attribute, the signer's own, is `certificate`. */
function matches(attribute: DerValue, version: 1 | 2, certificate: Certificate): boolean {
  const identifiers = readAll(openSequence(attribute).next(Tag.sequence));
  const [own] = identifiers;
  if (own === undefined) throw malformed('the signing-certificate attribute names no certificate');
  const fields = openSequence(own);
  const algorithm = version === 2 ? fields.optional(Tag.sequence) : undefined;
  const digest = version === 1 ? 'sha1' : algorithm === undefined ? 'sha256' : readDigestAlgorithm(algorithm);
  const hash = expectTag(fields.next(), Tag.octetString).content;
  const serial = fields.optional(Tag.sequence);
  fields.end();
  return (
    equalBytes(hash, createHash(digest).update(certificate.der).digest()) &&
    (serial === undefined || matchesIssuerSerial(serial, certificate))
  );
}

/**
 * Asserts that the signing-certificate attribute (version 2, or 1 as older time-stamp authorities write it) names
 * `certificate`; returns the version. CMS_SIGNING_CERTIFICATE_MISSING, or
 * CMS_SIGNING_CERTIFICATE when it names another.
 */
export function checkSigningCertificate(attributes: CmsAttributes, certificate: Certificate): 1 | 2 {
  const present = ([2, 1] as const).flatMap((version) => {
    const values = attributes.get(version === 2 ? Oid.signingCertificateV2 : Oid.signingCertificate);
    return values === undefined ? [] : [{ version, values }];
  });
  for (const { version, values } of present) {
    const [value] = values;
    const fits = reading('CMS_MALFORMED', 'the signing-certificate attribute', () => {
      if (value === undefined || values.length > 1) throw malformed('it must have exactly one value');
      return matches(value, version, certificate);
    });
    if (!fits)
      throw cmsError(
        'CMS_SIGNING_CERTIFICATE',
        'the signing-certificate attribute names another certificate',
      );
  }
  const [best] = present;
  if (best === undefined)
    throw cmsError('CMS_SIGNING_CERTIFICATE_MISSING', 'the signing-certificate attribute is missing');
  return best.version;
}
