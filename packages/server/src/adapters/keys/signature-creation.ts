/** Keys for signatures: the seal key, or one made for a single signature. */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { SigningKey } from '@segl/formats/signing';
import {
  createSigningKey,
  issueCertificate,
  requireKeyUsage,
  type DistinguishedName,
} from '@segl/formats/x509';
import type { CertifiedPerson, SignatureCreation } from '../../ceremony/ports.ts';
import type { KeyWithChain } from './seal-key.ts';

interface SignatureCreationConfig {
  readonly sealKey: SigningKey;
  readonly signerCa: KeyWithChain;
  /** Written into one-time certificates; what answers for them. */
  readonly ocspUrl?: string;
  /** Dotted object identifier of the policy that one-time certificates are issued under. */
  readonly certificatePolicy?: string;
}

const generate = promisify(generateKeyPair);
/** Clocks of verifiers may be a little slow. */
const VALID_BEFORE_MS = 60_000;
/** Long enough for the time-stamp, not for another signature. */
const VALID_AFTER_MS = 10 * 60_000;

/**
 * ADVANCED: a P-256 key and a certificate in the signer's name, both only as long as `use` runs; nothing else ever
 * holds the private key, and nothing writes it anywhere.
 */
export function localSignatureCreation(config: SignatureCreationConfig): SignatureCreation {
  requireKeyUsage(config.signerCa.chain[0], 'keyCertSign');
  return async ({ type, person, signingTime }, use) =>
    use(
      type === 'AUTHENTICATED_ELECTRONIC_SIGNATURE'
        ? config.sealKey
        : await oneTimeKey(config, person, signingTime),
    );
}

async function oneTimeKey(
  { signerCa, ocspUrl, certificatePolicy }: SignatureCreationConfig,
  person: CertifiedPerson,
  signingTime: Date,
): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate('ec', { namedCurve: 'P-256' });
  const certificate = issueCertificate({
    subject: subjectOf(person),
    publicKey,
    issuer: { certificate: signerCa.chain[0], key: signerCa.key },
    notBefore: new Date(signingTime.getTime() - VALID_BEFORE_MS),
    notAfter: new Date(signingTime.getTime() + VALID_AFTER_MS),
    keyUsage: ['nonRepudiation'],
    ...(ocspUrl === undefined ? {} : { ocspUrl }),
    ...(certificatePolicy === undefined ? {} : { policies: [certificatePolicy] }),
  });
  return createSigningKey(privateKey, [certificate, ...signerCa.chain.map(({ der }) => der)]);
}

/** RFC 5280 appendix A.1: ub-common-name; the whole name stands in the evidence. */
const MAX_NAME = 64;

/** C, GN, SN, CN and, where shown, serialNumber in the form of ETSI EN 319 412-1 clause 5.1.3. */
function subjectOf({ name, personalIdentificationNumber }: CertifiedPerson): DistinguishedName {
  return [
    ['C', 'NO'],
    ...attribute('SN', name.family),
    ...attribute('GN', name.given),
    ...attribute('CN', name.full),
    ...attribute(
      'serialNumber',
      personalIdentificationNumber === undefined ? undefined : `PNONO-${personalIdentificationNumber}`,
    ),
  ];
}

function attribute(
  type: DistinguishedName[number][0],
  value: string | undefined,
): readonly (readonly [typeof type, string])[] {
  return value === undefined ? [] : [[type, Array.from(value).slice(0, MAX_NAME).join('')]];
}
