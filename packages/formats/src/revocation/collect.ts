/** Collects proof that a chain's certificates are not revoked, for embedding in a signature (XAdES and PAdES LT). */
import { randomBytes } from 'node:crypto';
import { FormatError } from '../errors/index.ts';
import type { RevocationData } from '../signing/index.ts';
import { buildChain, readCertificate, type Certificate, type CertificateStore } from '../x509/index.ts';
import { verifyCrl } from './crl.ts';
import { revocationError } from './errors.ts';
import { encodeOcspRequest } from './ocsp-request.ts';
import { verifyOcspResponse } from './ocsp-verify.ts';

/**
 * Where answers come from. Both give undefined when no place is configured for `issuer`, and reject when the
 * place does not answer.
 */
export interface RevocationFetchers {
  fetchOcsp(request: Uint8Array, issuer: Certificate): Promise<Uint8Array | undefined>;
  fetchCrl(issuer: Certificate): Promise<Uint8Array | undefined>;
}

export interface RevocationOptions extends RevocationFetchers {
  readonly trust: CertificateStore;
  /** The present, by which freshness is judged. */
  readonly at: Date;
}

/** One good answer, with the responder's certificate when it needs an answer of its own. */
interface GoodAnswer {
  readonly kind: 'ocsp' | 'crl';
  readonly der: Uint8Array;
  readonly responder: Certificate | undefined;
}

/** Responders of responders: more than this is a misconfiguration. */
const MAX_DEPTH = 3;

function requireGood(status: 'good' | 'revoked' | 'unknown', certificate: Certificate): void {
  const which = `certificate ${certificate.serialNumber}`;
  if (status === 'revoked') throw revocationError('REVOCATION_REVOKED', `${which} is revoked`);
  if (status === 'unknown')
    throw revocationError('REVOCATION_UNKNOWN', `${which} is unknown to its authority`);
}

async function askOcsp(
  certificate: Certificate,
  issuer: Certificate,
  options: RevocationOptions,
): Promise<GoodAnswer | undefined> {
  const nonce = randomBytes(16);
  const der = await options.fetchOcsp(encodeOcspRequest(certificate, issuer, nonce), issuer);
  if (der === undefined) return undefined;
  const { status, responder } = verifyOcspResponse(der, { certificate, issuer, at: options.at, nonce });
  requireGood(status, certificate);
  return { kind: 'ocsp', der, responder: responder.sha256 === issuer.sha256 ? undefined : responder };
}

async function askCrl(
  certificate: Certificate,
  issuer: Certificate,
  options: RevocationOptions,
): Promise<GoodAnswer | undefined> {
  const der = await options.fetchCrl(issuer);
  if (der === undefined) return undefined;
  requireGood(verifyCrl(der, { certificate, issuer, at: options.at }).status, certificate);
  return { kind: 'crl', der, responder: undefined };
}

/** A verdict about the certificate stands; only an answer that could not be had or used may be made up for. */
function isVerdict(error: unknown): boolean {
  return (
    error instanceof FormatError &&
    (error.code === 'REVOCATION_REVOKED' || error.code === 'REVOCATION_UNKNOWN')
  );
}

/** OCSP first, for it is current; the revocation list when OCSP gives no usable answer. */
async function proveGood(
  certificate: Certificate,
  issuer: Certificate,
  options: RevocationOptions,
): Promise<GoodAnswer> {
  let reason: unknown;
  for (const ask of [askOcsp, askCrl]) {
    try {
      const answer = await ask(certificate, issuer, options);
      if (answer !== undefined) return answer;
    } catch (error) {
      if (isVerdict(error)) throw error;
      reason ??= error;
    }
  }
  if (reason instanceof FormatError) throw reason;
  throw revocationError(
    'REVOCATION_UNAVAILABLE',
    `no revocation answer could be had for certificate ${certificate.serialNumber} from its authority`,
    reason,
  );
}

async function answersFor(
  certificate: Certificate,
  issuer: Certificate,
  options: RevocationOptions,
  depth = 0,
): Promise<GoodAnswer[]> {
  if (depth > MAX_DEPTH)
    throw revocationError('REVOCATION_RESPONDER', 'responders vouch for one another without end');
  const answer = await proveGood(certificate, issuer, options);
  const { responder } = answer;
  if (responder === undefined || responder.ocspNoCheck) return [answer];
  return [answer, ...(await answersFor(responder, issuer, options, depth + 1))];
}

/** Each byte string once, in order of first appearance. */
function distinct(values: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(values.map((value) => [Buffer.from(value).toString('latin1'), value])).values()];
}

/**
 * Proves every certificate of `chain` (DER, own certificate first, anchor optional) good at `at`, up to but without the
 * trust anchor; OCSP responders' certificates too unless they are marked as needing no check.
 * Returns verified answers and every certificate needed to verify them again, the anchor included.
 * Rejects with REVOCATION_* when one is not proven good, X509_* when the chain does not lead to an anchor.
 */
export async function collectRevocation(
  chain: readonly Uint8Array[],
  options: RevocationOptions,
): Promise<RevocationData> {
  const [leaf, ...extra] = chain.map(readCertificate);
  if (leaf === undefined) throw revocationError('REVOCATION_MISMATCH', 'the chain is empty');
  const path = buildChain(leaf, extra, options.trust, options.at);
  const pairs = path.slice(1).map((issuer, index) => ({ certificate: path[index] ?? leaf, issuer }));
  const answers = (
    await Promise.all(pairs.map(({ certificate, issuer }) => answersFor(certificate, issuer, options)))
  ).flat();
  const ofKind = (kind: GoodAnswer['kind']): Uint8Array[] =>
    distinct(answers.filter((answer) => answer.kind === kind).map(({ der }) => der));
  const responders = answers.flatMap(({ responder }) => (responder === undefined ? [] : [responder.der]));
  return {
    ocspResponses: ofKind('ocsp'),
    crls: ofKind('crl'),
    certificates: distinct([...path.map(({ der }) => der), ...responders]),
  };
}
