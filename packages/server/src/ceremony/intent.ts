/**
 * What is about to be signed, fixed before the eID log-in. Its hash is the nonce of the log-in, so that the
 * provider's signed ID token commits to these very documents.
 */
import { createHash } from 'node:crypto';
import { consentText, type Language } from '@segl/protocol/json';
import type { SignatureJob, SignatureType, Signer } from '../jobs/model.ts';
import { canonicalJson } from '../canonical-json.ts';

export interface SigningIntent {
  readonly version: 1;
  readonly job: string;
  readonly signer: number;
  readonly signatureType: SignatureType;
  /** In the job's order; SHA-256 in lower-case hex. */
  readonly documents: readonly { readonly number: number; readonly sha256: string }[];
  readonly consent: { readonly language: Language; readonly text: string };
  /** When the signer chose to sign, ISO 8601 UTC, by the machine's clock (compared with the ID token's times). */
  readonly time: string;
  /** 256 random bits, so that the nonce tells nothing about the rest. */
  readonly random: string;
}

/** The intent of `signer` to sign `job`, having agreed in `language` at `time` (milliseconds, machine's clock). */
export function signingIntent(
  job: SignatureJob,
  signer: Signer,
  fixed: { language: Language; time: number; random: string },
): SigningIntent {
  return {
    version: 1,
    job: job.id.toString(),
    signer: signer.number,
    signatureType: signer.signatureType,
    documents: job.documents.map(({ number, sha256 }) => ({ number, sha256 })),
    consent: { language: fixed.language, text: consentText(fixed.language) },
    time: new Date(fixed.time).toISOString(),
    random: fixed.random,
  };
}

/** The bytes that are stored, hashed and shown in the evidence. */
export function canonicalIntent(intent: SigningIntent): string {
  return canonicalJson({ ...intent, documents: intent.documents.map((document) => ({ ...document })) });
}

/** SHA-256 of the canonical intent, base64url: the OpenID Connect nonce. */
export function intentNonce(canonical: string): string {
  return createHash('sha256').update(canonical, 'utf8').digest('base64url');
}

/** Reads back what {@link canonicalIntent} wrote. */
export function readIntent(canonical: string): SigningIntent {
  return JSON.parse(canonical) as SigningIntent;
}
