/** What the signed properties say, once their digest has been found right. */
import { createHash } from 'node:crypto';
import {
  contextConstructed,
  equalBytes,
  openSequence,
  readAll,
  readDer,
  readExplicit,
  readInteger,
  Tag,
} from '../der/index.ts';
import { reading, type Certificate } from '../x509/index.ts';
import { xadesNames } from '../xades/index.ts';
import { readBase64 } from '../xmldsig/index.ts';
import type { XmlElement } from '../xml/index.ts';
import { validationError } from './findings.ts';
import type { ReadXades } from './xades-read.ts';

const { DS, SHA256, SIGNED_PROPERTIES_TYPE } = xadesNames;

/** xsd:dateTime with a time zone. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** SigningTime; VALIDATION_NOT_BASELINE when it is missing or no time. */
export function signingTimeOf({ signedProperties }: ReadXades): Date {
  const text = signedProperties.child('SignedSignatureProperties')?.child('SigningTime')?.text().trim() ?? '';
  const time = new Date(DATE_TIME.test(text) ? text : NaN);
  if (Number.isNaN(time.getTime()))
    throw validationError('VALIDATION_NOT_BASELINE', 'SigningTime is missing or not a time with zone');
  return time;
}

/** The certificate of KeyInfo that SigningCertificateV2 names. VALIDATION_SIGNING_CERTIFICATE, VALIDATION_NOT_BASELINE. */
export function signingCertificateOf({ signedProperties, keyInfo }: ReadXades): Certificate {
  const property = signedProperties.child('SignedSignatureProperties')?.child('SigningCertificateV2');
  const named = property?.child('Cert');
  const method = named?.child('CertDigest')?.child('DigestMethod', DS)?.attribute('Algorithm');
  const value = named?.child('CertDigest')?.child('DigestValue', DS);
  if (named === undefined || value === undefined)
    throw validationError('VALIDATION_NOT_BASELINE', 'SigningCertificateV2 is missing');
  if (method !== SHA256 || named.attribute('URI') !== undefined)
    throw validationError('VALIDATION_UNSUPPORTED', 'SigningCertificateV2 must use SHA-256 and no URI');
  const digest = readBase64(value);
  const signer = keyInfo.find(({ der }) => equalBytes(createHash('sha256').update(der).digest(), digest));
  const issuerSerial = named.child('IssuerSerialV2');
  if (signer === undefined || (issuerSerial !== undefined && !namesCertificate(issuerSerial, signer)))
    throw validationError(
      'VALIDATION_SIGNING_CERTIFICATE',
      'the certificate in the signature is not the one the signer named',
    );
  return signer;
}

/** DER IssuerSerial (RFC 5035): the issuer as directory name, and the serial number. */
function namesCertificate(issuerSerial: XmlElement, certificate: Certificate): boolean {
  return reading('VALIDATION_STRUCTURE', 'IssuerSerialV2', () => {
    const fields = openSequence(readDer(readBase64(issuerSerial)));
    const names = readAll(fields.next(Tag.sequence));
    const serialNumber = readInteger(fields.next()).toString();
    fields.end();
    return (
      serialNumber === certificate.serialNumber &&
      names.some(
        (name) =>
          name.tag === contextConstructed(4) && equalBytes(readExplicit(name).raw, certificate.issuerDer),
      )
    );
  });
}

/** Clause 6.3: a DataObjectFormat with MimeType for every signed object but the properties themselves. */
export function requireFormats({ signedProperties, references }: ReadXades): void {
  const formats = signedProperties.child('SignedDataObjectProperties')?.children() ?? [];
  const described = new Set(
    formats
      .filter(({ name }) => name === 'DataObjectFormat')
      .filter((format) => (format.child('MimeType')?.text().trim() ?? '') !== '')
      .map((format) => format.attribute('ObjectReference')),
  );
  const bare = references.some(
    ({ id, type }) => type !== SIGNED_PROPERTIES_TYPE && (id === undefined || !described.has(`#${id}`)),
  );
  if (bare)
    throw validationError('VALIDATION_NOT_BASELINE', 'a signed object has no DataObjectFormat with MimeType');
}
