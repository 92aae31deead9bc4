/** Certification paths (RFC 5280 clause 6), strict and bounded. Name constraints are not supported, so refused. */
import { FormatError } from '../errors/index.ts';
import { equalBytes } from '../der/index.ts';
import { isSignedBy, type Certificate } from './certificate.ts';
import type { X509ErrorCode } from './errors.ts';
import type { KeyUsage } from './extensions.ts';

export interface CertificateStore {
  /** Trusted as they are. */
  readonly anchors: readonly Certificate[];
  /** Known but not trusted: they only help to reach an anchor. */
  readonly intermediates: readonly Certificate[];
}

const MAX_PATH = 8;
const MAX_SIGNATURE_CHECKS = 32;
const MAX_EXTRA = 64;

type ChainError = FormatError<X509ErrorCode>;

function failure(code: X509ErrorCode, message: string): ChainError {
  return new FormatError(code, message);
}

function validityError(certificate: Certificate, at: Date): ChainError | undefined {
  const { notBefore, notAfter } = certificate;
  if (at < notBefore) {
    return failure(
      'X509_NOT_YET_VALID',
      `a certificate is valid from ${notBefore.toISOString()}, not at ${at.toISOString()}`,
    );
  }
  if (at > notAfter) {
    return failure(
      'X509_EXPIRED',
      `a certificate expired ${notAfter.toISOString()}, before ${at.toISOString()}`,
    );
  }
  return undefined;
}

/** Checks that concern one certificate alone. */
function certificateError(certificate: Certificate, at: Date): ChainError | undefined {
  const [critical] = certificate.unknownCritical;
  if (critical !== undefined) {
    return failure(
      'X509_CRITICAL_EXTENSION',
      `a certificate has the critical extension ${critical}, which is not supported`,
    );
  }
  return validityError(certificate, at);
}

function namesIssuer(certificate: Certificate, issuer: Certificate): boolean {
  if (!equalBytes(certificate.issuerDer, issuer.subjectDer)) return false;
  const wanted = certificate.authorityKeyIdentifier;
  const present = issuer.subjectKeyIdentifier;
  return wanted === undefined || present === undefined || equalBytes(wanted, present);
}

/** Checks that `issuer` may issue certificates with `casBelow` CA certificates between it and the leaf. */
function issuerError(issuer: Certificate, casBelow: number, isAnchor: boolean): ChainError | undefined {
  // Anchors are trusted by configuration; old roots of version 1 carry no constraints at all.
  const mayLackExtensions = isAnchor && issuer.keyUsage === undefined && issuer.pathLength === undefined;
  if (!issuer.isCa && !mayLackExtensions) {
    return failure('X509_ISSUER_NOT_CA', 'a certificate was issued by a certificate that is not a CA');
  }
  if (issuer.keyUsage?.has('keyCertSign') === false || (issuer.keyUsage === undefined && !isAnchor)) {
    return failure('X509_ISSUER_NOT_CA', 'a CA certificate lacks the key usage keyCertSign');
  }
  if (issuer.pathLength !== undefined && casBelow > issuer.pathLength) {
    return failure('X509_PATH_TOO_LONG', 'a CA certificate does not permit so many CA certificates below it');
  }
  return undefined;
}

/**
 * Finds and checks the path from `leaf` to a trust anchor: leaf first, anchor last. `extra` are certificates that
 * came with the leaf, trusted for nothing. Every certificate must be valid at `at`, the anchor too.
 * Throws the most telling X509_* code; X509_UNTRUSTED when no path leads to an anchor.
 * Key usages of the leaf are the caller's to check (`requireKeyUsage`).
 */
export function buildChain(
  leaf: Certificate,
  extra: readonly Certificate[],
  store: CertificateStore,
  at: Date,
): Certificate[] {
  const anchors = new Map(store.anchors.map((anchor) => [anchor.sha256, anchor]));
  const others = [...store.intermediates, ...extra.slice(0, MAX_EXTRA)].filter(
    ({ sha256 }) => !anchors.has(sha256),
  );
  let checksLeft = MAX_SIGNATURE_CHECKS;
  let firstFailure: ChainError | undefined;

  const signs = (issuer: Certificate, certificate: Certificate): boolean => {
    if (checksLeft-- <= 0) return false;
    try {
      if (isSignedBy(certificate, issuer)) return true;
      firstFailure ??= failure(
        'X509_SIGNATURE_INVALID',
        'the signature on a certificate is not its issuer’s',
      );
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      firstFailure ??= error as ChainError;
    }
    return false;
  };

  const extend = (path: readonly Certificate[]): Certificate[] | undefined => {
    const last = path.at(-1) ?? leaf;
    const own = certificateError(last, at);
    if (own !== undefined) {
      firstFailure ??= own;
      return undefined;
    }
    if (anchors.has(last.sha256)) return [...path];
    if (path.length >= MAX_PATH) return undefined;
    const candidates = [...anchors.values(), ...others].filter(
      (candidate) => namesIssuer(last, candidate) && !path.some(({ sha256 }) => sha256 === candidate.sha256),
    );
    for (const issuer of candidates) {
      const unfit = issuerError(issuer, path.length - 1, anchors.has(issuer.sha256));
      if (unfit !== undefined) firstFailure ??= unfit;
      else if (signs(issuer, last)) {
        const found = extend([...path, issuer]);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };

  const path = extend([leaf]);
  if (path !== undefined) return path;
  throw (
    firstFailure ??
    failure('X509_UNTRUSTED', 'no trusted authority issued the certificate, directly or indirectly')
  );
}

/** Asserts that the certificate's key usage extension is present and permits `usage`. X509_KEY_USAGE otherwise. */
export function requireKeyUsage(certificate: Certificate, usage: KeyUsage): void {
  if (certificate.keyUsage?.has(usage) !== true) {
    throw failure('X509_KEY_USAGE', `the certificate’s key usage does not include ${usage}`);
  }
}
