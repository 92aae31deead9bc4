/** Certificates and their revocation at a proven time (ETSI EN 319 102-1 clauses 5.2.6 and 5.2.7, past validation). */
import { FormatError } from '../errors/index.ts';
import { verifyCrl, verifyOcspResponse } from '../revocation/index.ts';
import { buildChain, type Certificate, type CertificateStore } from '../x509/index.ts';
import { validationError } from './findings.ts';

/** Validation material that a signature carries. It proves nothing by being there; everything is verified. */
export interface Material {
  readonly certificates: readonly Certificate[];
  readonly ocspResponses: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

const CLOCK_SKEW_MS = 5 * 60 * 1000;
/** How long an answer without next update speaks for. */
const DEFAULT_VALIDITY_MS = 24 * 60 * 60 * 1000;
/** Bounds the work a hostile file can ask for. */
const MAX_ANSWERS = 256;

/** Chain from a signing certificate to an anchor at `at`; the certificate must be for signatures. X509_*. */
export function chainOf(
  signer: Certificate,
  material: Material,
  trust: CertificateStore,
  at: Date,
): Certificate[] {
  const chain = buildChain(signer, material.certificates, trust, at);
  const usage = signer.keyUsage;
  if (usage !== undefined && !usage.has('digitalSignature') && !usage.has('nonRepudiation')) {
    throw new FormatError('X509_KEY_USAGE', 'the signer’s certificate is not for signatures');
  }
  return chain;
}

interface Answer {
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: Date | undefined;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** Of an OCSP answer. */
  readonly responder?: Certificate;
}

/** Every verified answer about `certificate`, and the first reason why another could not be used. */
function answersAbout(
  certificate: Certificate,
  issuer: Certificate,
  material: Material,
): { answers: Answer[]; obstacle: FormatError | undefined } {
  const answers: Answer[] = [];
  let obstacle: FormatError | undefined;
  const verify = (check: () => Answer): void => {
    try {
      answers.push(check());
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      // Answers about the chain's other certificates are among the material too.
      if (error.code !== 'REVOCATION_MISMATCH' && error.code !== 'REVOCATION_RESPONDER')
        obstacle ??= error as FormatError;
    }
  };
  for (const der of material.ocspResponses.slice(0, MAX_ANSWERS))
    verify(() => verifyOcspResponse(der, { certificate, issuer }));
  for (const der of material.crls.slice(0, MAX_ANSWERS))
    verify(() => verifyCrl(der, { certificate, issuer }));
  return { answers, obstacle };
}

/** Whether a good answer speaks for `at`: not outdated then, and given while the certificate was still alive. */
function speaksFor({ thisUpdate, nextUpdate }: Answer, certificate: Certificate, at: Date): boolean {
  const end = nextUpdate?.getTime() ?? thisUpdate.getTime() + DEFAULT_VALIDITY_MS;
  return end >= at.getTime() - CLOCK_SKEW_MS && thisUpdate <= certificate.notAfter;
}

function requireNotRevoked(
  certificate: Certificate,
  issuer: Certificate,
  material: Material,
  at: Date,
  until: Date,
  depth = 0,
): void {
  const { answers, obstacle } = answersAbout(certificate, issuer, material);
  for (const { status, revokedAt } of answers) {
    if (status === 'revoked' && (revokedAt === undefined || revokedAt <= until)) {
      throw validationError(
        'VALIDATION_REVOKED',
        `certificate ${certificate.serialNumber} was revoked ${revokedAt?.toISOString() ?? ''}`,
      );
    }
  }
  const isProof = (answer: Answer): boolean => {
    if (answer.status === 'unknown' || !speaksFor(answer, certificate, at)) return false;
    const { responder } = answer;
    if (responder === undefined || responder.ocspNoCheck || responder.sha256 === issuer.sha256) return true;
    if (depth > 2) return false;
    requireNotRevoked(responder, issuer, material, at, until, depth + 1);
    return true;
  };
  if (answers.some(isProof)) return;
  throw validationError(
    'VALIDATION_REVOCATION_MISSING',
    `nothing proves that certificate ${certificate.serialNumber} was not revoked` +
      (obstacle === undefined ? '' : `: ${obstacle.message} (${obstacle.code})`),
  );
}

/**
 * Asserts that no certificate of `chain` but the anchor was revoked at `at`, nor is known to have been until `until`.
 * VALIDATION_REVOKED, _REVOCATION_MISSING.
 */
export function requireChainNotRevoked(
  chain: readonly Certificate[],
  material: Material,
  at: Date,
  until: Date = at,
): void {
  chain.slice(1).forEach((issuer, index) => {
    const certificate = chain[index];
    if (certificate !== undefined) requireNotRevoked(certificate, issuer, material, at, until);
  });
}
