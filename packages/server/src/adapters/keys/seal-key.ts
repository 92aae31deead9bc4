/** The service's seal key from a key and its certificates. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { SigningKey } from '@segl/formats/signing';
import { createSigningKey, readCertificates, requireKeyUsage, type Certificate } from '@segl/formats/x509';

interface KeyPem {
  /** PKCS #8, PKCS #1 or SEC 1. */
  readonly key: string;
  readonly passphrase?: string;
  /** The key's own certificate first, then each issuer. */
  readonly chain: string;
}

export interface KeyWithChain {
  readonly key: KeyObject;
  readonly chain: readonly [Certificate, ...Certificate[]];
}

/** Reads a key and its certificates; throws when they do not belong together. Messages hold nothing of the key. */
export function keyFromPem(pem: KeyPem): KeyWithChain {
  const [own, ...issuers] = readCertificates(pem.chain);
  if (own === undefined) throw new TypeError('there is no certificate for the key');
  const key = privateKey(pem);
  if (!own.publicKey.equals(createPublicKey(key)))
    throw new TypeError('the key is not the first certificate’s');
  return { key, chain: [own, ...issuers] };
}

/** A signing key for seals; its certificate must allow nonRepudiation or digitalSignature. */
export function sealKey({ key, chain }: KeyWithChain): SigningKey {
  const [own] = chain;
  if (own.keyUsage?.has('nonRepudiation') !== true) requireKeyUsage(own, 'digitalSignature');
  return createSigningKey(
    key,
    chain.map(({ der }) => der),
  );
}

function privateKey({ key, passphrase }: KeyPem): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? key : { key, passphrase });
  } catch {
    throw new TypeError('the private key cannot be read: PEM, and the right passphrase where it has one');
  }
}
