/** A certificate that an account manager gives, checked as the API will when it is used. */
import {
  buildChain,
  organizationNumber,
  readCertificates,
  requireKeyUsage,
  type Certificate,
  type CertificateStore,
} from '@segl/formats/x509';
import { FormatError } from '@segl/formats/errors';
import { fieldsInvalid, type ServiceError } from '../../errors.ts';

/** @throws ServiceError FIELDS_INVALID */
export function readClientCertificate(
  pem: string,
  organisation: string,
  { trust, at }: { readonly trust: CertificateStore; readonly at: Date },
): Certificate {
  if (pem.includes('PRIVATE KEY')) {
    throw refused(
      'PRIVATE_KEY_GIVEN',
      'Only the certificate is needed. Never give a private key to anybody.',
    );
  }
  const [certificate, ...extra] = read(pem);
  if (certificate === undefined) throw unreadable();
  const number = organizationNumber(certificate);
  if (number !== organisation) {
    const whose = number === undefined ? 'no organisation number' : `the organisation number ${number}`;
    throw refused('CERTIFICATE_OTHER_ORGANISATION', `It holds ${whose}, not ${organisation}`);
  }
  try {
    requireKeyUsage(certificate, 'digitalSignature');
    buildChain(certificate, extra, trust, at);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw refused(codes[String(error.code)] ?? 'CERTIFICATE_NOT_TRUSTED', error.message);
  }
  return certificate;
}

const codes: Readonly<Record<string, string>> = {
  X509_EXPIRED: 'CERTIFICATE_EXPIRED',
  X509_NOT_YET_VALID: 'CERTIFICATE_NOT_YET_VALID',
  X509_KEY_USAGE: 'CERTIFICATE_KEY_USAGE',
};

function read(pem: string): readonly Certificate[] {
  try {
    return readCertificates(pem);
  } catch (error) {
    if (error instanceof FormatError) throw unreadable();
    throw error;
  }
}

function unreadable(): ServiceError {
  return refused('CERTIFICATE_UNREADABLE', 'A certificate in PEM begins with -----BEGIN CERTIFICATE-----');
}

function refused(code: string, detail: string): ServiceError {
  return fieldsInvalid([{ pointer: '/pem', code, detail }]);
}
