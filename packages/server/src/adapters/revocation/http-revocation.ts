/** Revocation answers over HTTP, from configured places only: addresses inside certificates are never followed. */
import { FormatError } from '@segl/formats/errors';
import { collectRevocation } from '@segl/formats/revocation';
import type { RevocationSource } from '@segl/formats/signing';
import type { Certificate, CertificateStore } from '@segl/formats/x509';
import { ServiceError } from '../../errors.ts';
import { boundedRequest } from '../bounded-request.ts';

/** Where an issuer's certificates are asked about. */
export interface RevocationPlace {
  readonly issuer: Certificate;
  readonly ocspUrl?: string;
  readonly crlUrl?: string;
}

interface RevocationConfig {
  readonly places: readonly RevocationPlace[];
  readonly trust: CertificateStore;
  /** The service's time, milliseconds. */
  readonly now: () => number;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_OCSP_BYTES = 256 * 1024;
const MAX_CRL_BYTES = 16 * 1024 * 1024;
/** Revocation lists cover many certificates and change seldom; answers about one certificate are never reused. */
const CRL_REUSE_MS = 10 * 60_000;

/**
 * Rejects with the FormatError when a certificate is revoked or unknown to its authority, and with
 * TEMPORARILY_UNAVAILABLE when that could not be learned.
 */
export function httpRevocation(config: RevocationConfig): RevocationSource {
  const { places, trust, now, timeoutMs = DEFAULT_TIMEOUT_MS } = config;
  const placeOf = new Map(places.map((place) => [place.issuer.sha256, place]));
  const lists = new Map<string, { der: Uint8Array; at: number }>();

  const fetchOcsp = async (request: Uint8Array, issuer: Certificate): Promise<Uint8Array | undefined> => {
    const url = placeOf.get(issuer.sha256)?.ocspUrl;
    if (url === undefined) return undefined;
    return boundedRequest({
      url,
      body: { bytes: request, type: 'application/ocsp-request' },
      accept: 'application/ocsp-response',
      timeoutMs,
      maxBytes: MAX_OCSP_BYTES,
    });
  };
  const fetchCrl = async (issuer: Certificate): Promise<Uint8Array | undefined> => {
    const url = placeOf.get(issuer.sha256)?.crlUrl;
    if (url === undefined) return undefined;
    const known = lists.get(url);
    if (known !== undefined && Math.abs(now() - known.at) < CRL_REUSE_MS) return known.der;
    const der = await boundedRequest({
      url,
      accept: 'application/pkix-crl',
      timeoutMs,
      maxBytes: MAX_CRL_BYTES,
    });
    lists.set(url, { der, at: now() });
    return der;
  };

  return async (chain) => {
    try {
      return await collectRevocation(chain, { fetchOcsp, fetchCrl, trust, at: new Date(now()) });
    } catch (error) {
      if (isVerdict(error)) throw error;
      const reason = error instanceof Error ? error.message : 'unknown';
      throw new ServiceError('TEMPORARILY_UNAVAILABLE', `revocation could not be checked: ${reason}`, {
        cause: error,
      });
    }
  };
}

function isVerdict(error: unknown): boolean {
  return (
    error instanceof FormatError &&
    (error.code === 'REVOCATION_REVOKED' || error.code === 'REVOCATION_UNKNOWN')
  );
}
