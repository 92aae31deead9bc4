/** Time-stamps over HTTP (RFC 3161 clause 3.4). */
import { randomBytes } from 'node:crypto';
import type { DigestName, TimestampSource } from '@segl/formats/signing';
import { encodeTimestampRequest, readTimestampResponse } from '@segl/formats/tsp';
import type { CertificateStore } from '@segl/formats/x509';
import { ServiceError } from '../../errors.ts';
import { boundedRequest } from '../bounded-request.ts';

interface TimestampConfig {
  /** Asked in this order until one gives a token that holds. */
  readonly urls: readonly string[];
  readonly trust: CertificateStore;
  /** For each authority. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_RESPONSE_BYTES = 128 * 1024;

/** Rejects with TEMPORARILY_UNAVAILABLE, naming what each authority did, when none gave a token that holds. */
export function httpTimestamps({
  urls,
  trust,
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: TimestampConfig): TimestampSource {
  return async (digest, algorithm = 'sha256') => {
    const failures: string[] = [];
    for (const url of urls) {
      try {
        return await ask(url, { digest, algorithm }, trust, timeoutMs);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : 'unknown');
      }
    }
    throw new ServiceError('TEMPORARILY_UNAVAILABLE', `no time-stamp could be had: ${failures.join('; ')}`);
  };
}

async function ask(
  url: string,
  { digest, algorithm }: { digest: Uint8Array; algorithm: DigestName },
  trust: CertificateStore,
  timeoutMs: number,
) {
  const nonce = BigInt(`0x${randomBytes(16).toString('hex')}`);
  const response = await boundedRequest({
    url,
    body: {
      bytes: encodeTimestampRequest({ digest, algorithm, nonce }),
      type: 'application/timestamp-query',
    },
    accept: 'application/timestamp-reply',
    timeoutMs,
    maxBytes: MAX_RESPONSE_BYTES,
  });
  const { token, genTime, chain } = readTimestampResponse(response, { digest, algorithm, nonce, trust });
  return { token, genTime, chain };
}
