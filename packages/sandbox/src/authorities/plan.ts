/**
 * The certificates of the sandbox's world: an enterprise authority for organisations and the API's server, trust
 * services for seal, signers, time-stamps and OCSP, and a stranger nobody trusts. Issuers stand before what they issue.
 */
import type { CertificateRequest } from '@segl/formats/x509';
import { organisations, type SandboxOrganisation } from '../organisations.ts';

/** What official clients expect the server's certificate to hold. */
const SERVICE_ORGANISATION = '984661185';

/** Organisation whose number the stranger's certificate claims. */
const CLAIMED_BY_STRANGER = '310000019';

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** One certificate to be issued; `issuer` absent: self-signed. */
export interface PlannedCertificate {
  readonly name: string;
  readonly issuer?: string;
  readonly key: 'rsa' | 'ec';
  readonly request: Pick<
    CertificateRequest,
    'subject' | 'keyUsage' | 'extendedKeyUsage' | 'isCa' | 'pathLength' | 'ocspNoCheck' | 'subjectAltNames'
  >;
}

function authority(name: string, commonName: string, issuer?: string): PlannedCertificate {
  return {
    name,
    ...(issuer === undefined ? {} : { issuer }),
    key: 'ec',
    request: {
      subject: [
        ['C', 'NO'],
        ['O', 'Segl Sandbox'],
        ['CN', commonName],
      ],
      keyUsage: ['keyCertSign', 'cRLSign'],
      isCa: true,
      ...(issuer === undefined ? {} : { pathLength: 0 }),
    },
  };
}

function trustService(
  name: string,
  commonName: string,
  issuer: string,
  request: Pick<CertificateRequest, 'keyUsage' | 'extendedKeyUsage' | 'ocspNoCheck'>,
  key: 'rsa' | 'ec' = 'ec',
): PlannedCertificate {
  return {
    name,
    issuer,
    key,
    request: {
      subject: [
        ['C', 'NO'],
        ['O', 'Segl Sandbox'],
        ['organizationIdentifier', `NTRNO-${SERVICE_ORGANISATION}`],
        ['CN', commonName],
      ],
      ...request,
    },
  };
}

function ocspResponder(name: string, commonName: string, issuer: string): PlannedCertificate {
  return trustService(name, commonName, issuer, {
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [OCSP_SIGNING],
    ocspNoCheck: true,
  });
}

/** SEID 1.0 has the number in serialNumber, SEID 2.0 in organizationIdentifier; the sandbox has some of both. */
export function enterprise(
  name: string,
  issuer: string,
  organisation: { name: string; number: string },
  seid: 1 | 2,
): PlannedCertificate {
  return {
    name,
    issuer,
    key: 'rsa',
    request: {
      subject: [
        ['C', 'NO'],
        ['O', organisation.name],
        seid === 1
          ? ['serialNumber', organisation.number]
          : ['organizationIdentifier', `NTRNO-${organisation.number}`],
        ['CN', organisation.name],
      ],
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsage: [CLIENT_AUTH],
    },
  };
}

const forOrganisation = (organisation: SandboxOrganisation, index: number): PlannedCertificate =>
  enterprise(organisation.certificate, 'enterprise-ca', organisation, index % 2 === 0 ? 1 : 2);

export const plan: readonly PlannedCertificate[] = [
  authority('enterprise-root', 'Segl Sandbox Enterprise Root CA'),
  authority('enterprise-ca', 'Segl Sandbox Enterprise CA', 'enterprise-root'),
  {
    name: 'server',
    issuer: 'enterprise-ca',
    key: 'rsa',
    request: {
      subject: [
        ['C', 'NO'],
        ['O', 'Segl Sandbox'],
        ['organizationIdentifier', `NTRNO-${SERVICE_ORGANISATION}`],
        ['serialNumber', SERVICE_ORGANISATION],
        ['CN', 'Segl Sandbox'],
      ],
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsage: [SERVER_AUTH],
      subjectAltNames: [
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ],
    },
  },
  ...organisations.map(forOrganisation),
  authority('trust-root', 'Segl Sandbox Trust Root CA'),
  authority('seal-ca', 'Segl Sandbox Seal CA', 'trust-root'),
  authority('signer-ca', 'Segl Sandbox Signer CA', 'trust-root'),
  trustService('seal', 'Segl Sandbox Seal', 'seal-ca', { keyUsage: ['nonRepudiation'] }, 'rsa'),
  trustService('tsa', 'Segl Sandbox Time-Stamp Authority', 'trust-root', {
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [TIME_STAMPING],
  }),
  ocspResponder('trust-root-ocsp', 'Segl Sandbox Trust Root OCSP', 'trust-root'),
  ocspResponder('seal-ca-ocsp', 'Segl Sandbox Seal OCSP', 'seal-ca'),
  ocspResponder('signer-ca-ocsp', 'Segl Sandbox Signer OCSP', 'signer-ca'),
  authority('stranger-root', 'Unknown Root CA'),
  enterprise('stranger', 'stranger-root', { name: 'Stranger AS', number: CLAIMED_BY_STRANGER }, 2),
];

/** Certificates whose key, chain and PKCS #12 file are handed out. */
export const handedOut: readonly string[] = [
  ...organisations.map(({ certificate }) => certificate),
  'stranger',
];

/** Authorities that answer by OCSP and revocation list, besides those that only have a list. */
export const OCSP_AUTHORITIES = ['trust-root', 'seal-ca', 'signer-ca'] as const;
export const CRL_AUTHORITIES = [...OCSP_AUTHORITIES, 'enterprise-root', 'enterprise-ca'] as const;
