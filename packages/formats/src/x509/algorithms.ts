/**
 * Signature algorithms of certificates, CMS, OCSP and CRLs (RFC 8017, RFC 4055, RFC 5758, RFC 8410).
 * Hashes below SHA-256, RSA keys below 2048 bits and curves not listed are refused.
 */
import { constants, sign, verify, type KeyObject } from 'node:crypto';
import type { DigestName, SigningAlgorithm, SigningKey } from '../signing/index.ts';
import { FormatError } from '../errors/index.ts';
import {
  Oid,
  Tag,
  contextConstructed,
  openSequence,
  readDer,
  readExplicit,
  readOid,
  readSmallInteger,
  write,
  type DerValue,
} from '../der/index.ts';
import type { X509ErrorCode } from './errors.ts';

const DIGESTS: Readonly<Record<string, DigestName>> = {
  [Oid.sha256]: 'sha256',
  [Oid.sha384]: 'sha384',
  [Oid.sha512]: 'sha512',
};

interface SignatureScheme {
  readonly kind: 'rsa' | 'rsa-pss' | 'ecdsa' | 'ed25519';
  /** Absent for `rsaEncryption` in CMS, where the digest algorithm stands elsewhere, and for Ed25519. */
  readonly digest?: DigestName;
  readonly saltLength?: number;
}

const SCHEMES: Readonly<Record<string, SignatureScheme>> = {
  [Oid.sha256WithRsa]: { kind: 'rsa', digest: 'sha256' },
  [Oid.sha384WithRsa]: { kind: 'rsa', digest: 'sha384' },
  [Oid.sha512WithRsa]: { kind: 'rsa', digest: 'sha512' },
  [Oid.rsaEncryption]: { kind: 'rsa' },
  [Oid.ecdsaWithSha256]: { kind: 'ecdsa', digest: 'sha256' },
  [Oid.ecdsaWithSha384]: { kind: 'ecdsa', digest: 'sha384' },
  [Oid.ecdsaWithSha512]: { kind: 'ecdsa', digest: 'sha512' },
  [Oid.ed25519]: { kind: 'ed25519' },
};

const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

function unsupported(message: string): FormatError<X509ErrorCode> {
  return new FormatError('X509_ALGORITHM_UNSUPPORTED', message);
}

/** The object identifier of an AlgorithmIdentifier. */
export function readAlgorithmOid(algorithm: DerValue): string {
  return readOid(openSequence(algorithm).next(Tag.oid));
}

/** Digest of an AlgorithmIdentifier; parameters must be NULL or absent (RFC 5754 clause 2). */
export function readDigestAlgorithm(algorithm: DerValue): DigestName {
  const fields = openSequence(algorithm);
  const identifier = readOid(fields.next(Tag.oid));
  fields.optional(Tag.null);
  fields.end();
  const digest = DIGESTS[identifier];
  if (digest === undefined)
    throw unsupported(`digest algorithm ${identifier} is not SHA-256, SHA-384 or SHA-512`);
  return digest;
}

/** RSASSA-PSS-params (RFC 4055 clause 3.1); the mask generation must use the same digest. */
function readPssParameters(parameters: DerValue): SignatureScheme {
  const fields = openSequence(parameters);
  const hash = fields.optional(contextConstructed(0));
  const mask = fields.optional(contextConstructed(1));
  const salt = fields.optional(contextConstructed(2));
  fields.optional(contextConstructed(3));
  fields.end();
  if (hash === undefined || mask === undefined) throw unsupported('RSASSA-PSS with SHA-1 is not accepted');
  const digest = readDigestAlgorithm(readExplicit(hash));
  const maskFields = openSequence(readExplicit(mask));
  const maskFunction = readOid(maskFields.next(Tag.oid));
  if (maskFunction !== Oid.mgf1 || readDigestAlgorithm(maskFields.next()) !== digest) {
    throw unsupported('RSASSA-PSS must use MGF1 with the digest of the signature');
  }
  return {
    kind: 'rsa-pss',
    digest,
    saltLength: salt === undefined ? 20 : readSmallInteger(readExplicit(salt)),
  };
}

function readSignatureScheme(algorithm: DerValue): SignatureScheme {
  const fields = openSequence(algorithm);
  const identifier = readOid(fields.next(Tag.oid));
  if (identifier === Oid.rsaPss) return readPssParameters(fields.next(Tag.sequence));
  fields.optional(Tag.null);
  fields.end();
  const scheme = SCHEMES[identifier];
  if (scheme === undefined) throw unsupported(`signature algorithm ${identifier} is not accepted`);
  return scheme;
}

function requireStrongKey(key: KeyObject): void {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  const weak =
    (type === 'rsa' || type === 'rsa-pss') && (modulusLength === undefined || modulusLength < 2048)
      ? 'the RSA key is shorter than 2048 bits'
      : type === 'ec' && (namedCurve === undefined || !CURVES.has(namedCurve))
        ? 'the elliptic curve is not P-256, P-384 or P-521'
        : undefined;
  if (weak !== undefined) throw new FormatError<X509ErrorCode>('X509_KEY_WEAK', weak);
}

/**
 * Verifies `signature` over `data`. `algorithm` is the DER AlgorithmIdentifier that stands beside it;
 * `digest` is the one that stands apart in CMS and must agree.
 * Throws X509_ALGORITHM_UNSUPPORTED or X509_KEY_WEAK; returns false for a signature that does not fit.
 */
export function verifySignature(
  input: { algorithm: Uint8Array; data: Uint8Array; signature: Uint8Array; digest?: DigestName },
  key: KeyObject,
): boolean {
  const scheme = readSignatureScheme(readDer(input.algorithm));
  requireStrongKey(key);
  const { data, signature } = input;
  const digest = scheme.digest ?? input.digest;
  if (input.digest !== undefined && digest !== input.digest) return false;
  const keyType = key.asymmetricKeyType;
  if (scheme.kind === 'ed25519') return keyType === 'ed25519' && verify(null, data, key, signature);
  if (digest === undefined) throw unsupported('the signature algorithm names no digest');
  switch (scheme.kind) {
    case 'ecdsa':
      return keyType === 'ec' && verify(digest, data, { key, dsaEncoding: 'der' }, signature);
    case 'rsa':
      return (
        keyType === 'rsa' && verify(digest, data, { key, padding: constants.RSA_PKCS1_PADDING }, signature)
      );
    case 'rsa-pss': {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      const saltLength = scheme.saltLength ?? 20;
      return (
        (keyType === 'rsa' || keyType === 'rsa-pss') &&
        verify(digest, data, { key, padding, saltLength }, signature)
      );
    }
  }
}

/** Digest of a certificate's signature by its AlgorithmIdentifier; undefined for Ed25519, which names none. */
export function signatureDigest(algorithm: Uint8Array): DigestName | undefined {
  return readSignatureScheme(readDer(algorithm)).digest;
}

const BY_CURVE: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: 'ecdsa-p256-sha256',
  secp384r1: 'ecdsa-p384-sha384',
  secp521r1: 'ecdsa-p521-sha512',
};

/** The algorithm this service signs with when it holds `key`. */
export function signingAlgorithmOf(key: KeyObject): SigningAlgorithm {
  requireStrongKey(key);
  if (key.asymmetricKeyType === 'rsa') return 'rsa-sha256';
  const algorithm = BY_CURVE[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (algorithm === undefined) throw unsupported('signing keys are RSA, or EC P-256, P-384 or P-521');
  return algorithm;
}

interface MadeWith {
  readonly digest: DigestName;
  /** RSA with its NULL parameters (RFC 4055 clause 5), ECDSA without any (RFC 5758 3.2). */
  readonly identifier: Uint8Array;
}

const MADE_WITH: Readonly<Record<SigningAlgorithm, MadeWith>> = {
  'rsa-sha256': {
    digest: 'sha256',
    identifier: write.sequence(write.oid(Oid.sha256WithRsa), write.nullValue()),
  },
  'ecdsa-p256-sha256': { digest: 'sha256', identifier: write.sequence(write.oid(Oid.ecdsaWithSha256)) },
  'ecdsa-p384-sha384': { digest: 'sha384', identifier: write.sequence(write.oid(Oid.ecdsaWithSha384)) },
  'ecdsa-p521-sha512': { digest: 'sha512', identifier: write.sequence(write.oid(Oid.ecdsaWithSha512)) },
};

/** DER AlgorithmIdentifier. */
export function signatureAlgorithmIdentifier(algorithm: SigningAlgorithm): Uint8Array {
  return MADE_WITH[algorithm].identifier;
}

/** The digest that `algorithm` signs. */
export function signingDigest(algorithm: SigningAlgorithm): DigestName {
  return MADE_WITH[algorithm].digest;
}

/** DER AlgorithmIdentifier of a digest, without parameters (RFC 5754 clause 2). */
export function digestAlgorithmIdentifier(digest: DigestName): Uint8Array {
  return write.sequence(write.oid(Oid[digest]));
}

/** Signs at once, for issuing certificates. */
export function signNow(key: KeyObject, data: Uint8Array): { algorithm: Uint8Array; signature: Uint8Array } {
  const { digest, identifier } = MADE_WITH[signingAlgorithmOf(key)];
  return { algorithm: identifier, signature: sign(digest, data, key) };
}

/** A `SigningKey` over a private key in memory; the signing itself runs beside the event loop. */
export function createSigningKey(key: KeyObject, chain: readonly Uint8Array[]): SigningKey {
  const algorithm = signingAlgorithmOf(key);
  return {
    chain,
    algorithm,
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign(signingDigest(algorithm), data, key, (error, signature) => {
          if (error === null) resolve(signature);
          else reject(error);
        });
      }),
  };
}
