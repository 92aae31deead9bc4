/** The sandbox's organisations; each name is also that of its certificate files. */

export interface SandboxOrganisation {
  /** File name of the certificate: `public.p12`, `public.pem`, `public-key.pem`. */
  readonly certificate: string;
  readonly name: string;
  readonly number: string;
  readonly sector: 'public' | 'private';
  readonly apiAccess: boolean;
  readonly contactAddressing: boolean;
  /** Organisation numbers this one may send for. */
  readonly brokerFor: readonly string[];
}

export const organisations: readonly SandboxOrganisation[] = [
  {
    certificate: 'public',
    name: 'Testkommunen',
    number: '310000019',
    sector: 'public',
    apiAccess: true,
    contactAddressing: false,
    brokerFor: [],
  },
  {
    certificate: 'private',
    name: 'Eksempel AS',
    number: '310000027',
    sector: 'private',
    apiAccess: true,
    contactAddressing: true,
    brokerFor: [],
  },
  {
    certificate: 'broker',
    name: 'Megler AS',
    number: '310000035',
    sector: 'private',
    apiAccess: true,
    contactAddressing: false,
    brokerFor: ['310000019', '310000027'],
  },
  {
    certificate: 'noaccess',
    name: 'Uten Tilgang AS',
    number: '310000043',
    sector: 'private',
    apiAccess: false,
    contactAddressing: false,
    brokerFor: [],
  },
];
