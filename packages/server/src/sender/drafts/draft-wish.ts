/** From a draft to what is asked for in the rules of portal jobs. */
import type { DraftContent, DraftSigner } from '@segl/protocol/json';
import type { StoredDraftDocument } from '../../jobs/draft-records.ts';
import type { JobDocument, SignerNotifications } from '../../jobs/model.ts';
import type { PortalJobWish, RequestedPortalSigner } from '../../jobs/portal-job-rules.ts';
import type { User } from '../../jobs/user-records.ts';
import { digits, isFound, type CheckedAgainst } from './check-draft.ts';

/** @param documents in the order they are to have */
export function jobDocuments(
  { documents: wished }: DraftContent,
  documents: readonly StoredDraftDocument[],
): JobDocument[] {
  const titles = new Map(wished.map(({ id, title }) => [id, title.trim()]));
  const names = new Set<string>();
  return documents.map(({ id, fileName, mime, sha256, size, pages }, index) => ({
    number: index + 1,
    title: titles.get(id) ?? fileName,
    fileName: unique(names, fileName),
    ...{ mime, sha256, size, pages },
  }));
}

/** Signatures refer to documents by name, so no two may have the same. */
function unique(names: Set<string>, fileName: string): string {
  const [, stem = fileName, end = ''] = /^(.*?)(\.[a-z]{2,4})?$/i.exec(fileName) ?? [];
  let name = fileName;
  for (let count = 2; names.has(name.toLowerCase()); count += 1) name = `${stem} (${count})${end}`;
  names.add(name.toLowerCase());
  return name;
}

/** @param content that was found to be right by {@link checkDraft} */
export function draftWish(
  content: DraftContent,
  documents: readonly JobDocument[],
  user: User,
  against: CheckedAgainst,
): PortalJobWish {
  const { title, nonSensitiveTitle, description, reference, days, activation } = content;
  return {
    title: title.trim(),
    nonSensitiveTitle: given(nonSensitiveTitle),
    description: given(description),
    reference: given(reference),
    pollingQueue: undefined,
    requiredAuthentication: content.requiredAuthentication,
    identifierInSignedDocuments: content.identifier,
    activationTime: activation === undefined ? undefined : new Date(activation),
    availableSeconds: BigInt(days) * 86_400n,
    signers: content.signers.map((signer) => requested(signer, content, user, against)),
    documents,
  };
}

function requested(
  signer: DraftSigner,
  { signatureType }: DraftContent,
  user: User,
  against: CheckedAgainst,
): RequestedPortalSigner {
  const contact = contactOf(signer, user);
  const number = signer.by === 'me' ? (user.personalIdentificationNumber ?? '') : digits(signer.number ?? '');
  const lookup = contact === undefined && isFound(signer, against);
  const notifications: SignerNotifications = lookup
    ? { kind: 'lookup', sms: true }
    : { kind: 'addresses', ...contact };
  return {
    address:
      signer.by === 'contact'
        ? { kind: 'contact', ...contact }
        : { kind: 'personal-identification-number', value: number },
    notifications,
    signatureType,
    onBehalfOf: signer.onBehalfOf,
    order: signer.order,
  };
}

function contactOf(
  { by, email = '', mobile = '' }: DraftSigner,
  user: User,
): { email?: string; mobile?: string } | undefined {
  const own = by === 'me' ? user.email : undefined;
  const [writes, calls] = [given(email) ?? own, given(mobile)];
  if (writes === undefined && calls === undefined) return undefined;
  return { ...(writes !== undefined && { email: writes }), ...(calls !== undefined && { mobile: calls }) };
}

function given(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}
