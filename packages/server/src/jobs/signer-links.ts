/** The link and the one-time code of a signer who is addressed by contact details. Neither is kept: both are derived. */
import type { KeyObject } from 'node:crypto';
import { deriveCode, deriveToken, hashCode } from './derived-tokens.ts';
import type { SignerLink } from './portal-records.ts';
import { sha256Hex } from './secrets.ts';

/** Five wrong codes in a row block the signer and end the job. */
export const mostWrongCodes = 5;
/** The first code and those that may be asked for after it. */
export const mostCodes = 4;

/** The link as it is stored; `id` is a fresh UUID. */
export function newSignerLink(
  key: KeyObject,
  signer: { readonly jobId: bigint; readonly signerId: bigint },
  id: string,
): SignerLink {
  return {
    ...signer,
    id,
    tokenHash: sha256Hex(linkToken(key, id)),
    codeNumber: 1,
    codeHash: hashCode(key, id, deriveCode(key, id, 1)),
    wrongCodes: 0,
  };
}

/** The part of the link's address that cannot be guessed. */
export function linkToken(key: KeyObject, linkId: string): string {
  return deriveToken(key, 'signer-link', linkId);
}

/** The code that works now. */
export function currentCode(key: KeyObject, { id, codeNumber }: SignerLink): string {
  return deriveCode(key, id, codeNumber);
}

/** What makes the next code the working one. */
export function nextCode(
  key: KeyObject,
  { id, codeNumber }: SignerLink,
): Pick<SignerLink, 'codeNumber' | 'codeHash'> {
  const next = codeNumber + 1;
  return { codeNumber: next, codeHash: hashCode(key, id, deriveCode(key, id, next)) };
}
