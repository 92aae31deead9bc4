/** Drafts and templates: making, keeping, finding and throwing away. */
import type { Draft, DraftContent, DraftDocument, DraftKind, DraftList } from '@segl/protocol/json';
import { ServiceError } from '../../errors.ts';
import type { StoredDraft, StoredDraftDocument } from '../../jobs/draft-records.ts';
import type { Instant } from '../../jobs/model.ts';
import type { Clock, Random, Store, Transaction } from '../../jobs/ports.ts';
import { requireRight, type Actor, type SenderCaller } from '../../organisations/actor.ts';
import { once } from '../once.ts';
import { time } from '../show-list.ts';
import { discardDraft } from './discard-draft.ts';

export interface DraftDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

export interface DraftRequest {
  readonly caller: SenderCaller;
  readonly id: string;
}

const day = 86_400_000;
/** How long a deleted draft can be restored, and an unused one is kept. */
const kept = { deleted: day, unused: 90 * day };
export const usualDays = 30;

const nothingYet: DraftContent = {
  title: '',
  nonSensitiveTitle: '',
  description: '',
  reference: '',
  days: usualDays,
  signers: [],
  documents: [],
};

/** @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND, KEY_REUSED */
export function createDraft(
  deps: DraftDeps,
  caller: SenderCaller,
  wish: { readonly from?: string; readonly key: string | undefined },
): Promise<Draft> {
  return deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const actor = await requireRight(tx, caller, 'create-jobs', now);
    await throwAwayStale(tx, now);
    return once(tx, actor.user.id, { key: wish.key, request: { from: wish.from ?? null } }, now, async () => {
      const original = wish.from === undefined ? undefined : await visible(tx, actor, wish.from);
      return copy(tx, deps, actor, original, { kind: 'draft' }, now);
    });
  });
}

/** A template with all that a draft holds. @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND */
export function saveAsTemplate(deps: DraftDeps, { caller, id }: DraftRequest, name: string): Promise<Draft> {
  return deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const actor = await requireRight(tx, caller, 'use-templates', now);
    return copy(tx, deps, actor, await visible(tx, actor, id), { kind: 'template', name }, now);
  });
}

/** The user's drafts, or the organisation's templates. @throws ServiceError NOT_A_USER */
export function listDrafts(
  { store, clock }: DraftDeps,
  caller: SenderCaller,
  kind: DraftKind,
): Promise<DraftList> {
  return store.transaction(async (tx) => {
    const { user, organisation } = await requireRight(tx, caller, 'create-jobs', clock.now());
    const of = kind === 'draft' ? { kind, user: user.id } : { kind };
    const items: DraftList['items'] = [];
    for (const { id, name, content, updatedAt } of await tx.draftsOf(organisation.number, of)) {
      items.push({
        id,
        ...(name !== undefined && { name }),
        title: content.title,
        documents: (await tx.draftDocuments(id)).length,
        signers: content.signers.length,
        updatedAt: time(updatedAt),
      });
    }
    return { items };
  });
}

/** @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND */
export function openDraft({ store, clock }: DraftDeps, { caller, id }: DraftRequest): Promise<Draft> {
  return store.transaction(async (tx) => {
    const actor = await requireRight(tx, caller, 'create-jobs', clock.now());
    const draft = await visible(tx, actor, id);
    return shown(draft, await tx.draftDocuments(id));
  });
}

/** @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND, CHANGED_MEANWHILE */
export function saveDraft(
  { store, clock }: DraftDeps,
  { caller, id }: DraftRequest,
  { version, content }: { readonly version: number; readonly content: DraftContent },
): Promise<{ version: number }> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    const { draft } = await lockedDraft(tx, { caller, id }, now);
    requireVersion(draft, version);
    await tx.updateDraft(id, { version: version + 1, content, updatedAt: now });
    return { version: version + 1 };
  });
}

/** Can be restored for a day. @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND, NOT_PERMITTED */
export function deleteDraft({ store, clock }: DraftDeps, request: DraftRequest): Promise<void> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    await lockedDraft(tx, request, now);
    await tx.updateDraft(request.id, { deletedAt: now });
  });
}

/** @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND */
export function restoreDraft({ store, clock }: DraftDeps, { caller, id }: DraftRequest): Promise<void> {
  return store.transaction(async (tx) => {
    const actor = await requireRight(tx, caller, 'create-jobs', clock.now());
    const draft = await tx.lockDraft(id);
    requireOwn(actor, draft);
    await tx.updateDraft(id, { deletedAt: undefined });
  });
}

/**
 * The draft, for changing it, held until the commit: the user's own, or a template that they made or manage.
 * @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND, NOT_PERMITTED
 */
export async function lockedDraft(
  tx: Transaction,
  { caller, id }: DraftRequest,
  now: Instant,
): Promise<Actor & { readonly draft: StoredDraft }> {
  const actor = await requireRight(tx, caller, 'create-jobs', now);
  await visible(tx, actor, id);
  const draft = await tx.lockDraft(id);
  if (draft === undefined || draft.deletedAt !== undefined) throw notFound();
  return { ...actor, draft: requireOwn(actor, draft) };
}

/** @throws ServiceError CHANGED_MEANWHILE */
export function requireVersion(draft: StoredDraft, version: number): void {
  if (draft.version === version) return;
  throw new ServiceError('CHANGED_MEANWHILE', 'The draft was changed in another window; open it again.');
}

/** @throws ServiceError DRAFT_NOT_FOUND also for what others are drafting */
export async function visible(tx: Transaction, actor: Actor, id: string): Promise<StoredDraft> {
  const draft = await tx.draft(id);
  const isVisible =
    draft?.organisation === actor.organisation.number &&
    draft.deletedAt === undefined &&
    (draft.kind === 'template' || draft.user === actor.user.id);
  if (!isVisible) throw notFound();
  return draft;
}

function requireOwn({ user, organisation }: Actor, draft: StoredDraft | undefined): StoredDraft {
  if (draft?.organisation !== organisation.number) throw notFound();
  if (draft.user === user.id) return draft;
  if (draft.kind === 'draft') throw notFound();
  if (user.role === 'ACCOUNT_MANAGER') return draft;
  throw new ServiceError('NOT_PERMITTED', 'Only who made a template, or an account manager, may change it.');
}

function notFound(): ServiceError {
  return new ServiceError(
    'DRAFT_NOT_FOUND',
    'There is no such draft or template among those that you may use.',
  );
}

async function copy(
  tx: Transaction,
  { random }: Pick<DraftDeps, 'random'>,
  { user, organisation }: Actor,
  original: StoredDraft | undefined,
  as: { readonly kind: DraftKind; readonly name?: string },
  now: Instant,
): Promise<Draft> {
  const documents = original === undefined ? [] : await tx.draftDocuments(original.id);
  const newIds = new Map(documents.map(({ id }) => [id, random.uuid()]));
  const content = original?.content ?? nothingYet;
  const draft: StoredDraft = {
    id: random.uuid(),
    kind: as.kind,
    organisation: organisation.number,
    user: user.id,
    name: as.name,
    version: 1,
    content: {
      ...content,
      documents: content.documents.flatMap(({ id, title }) => {
        const copied = newIds.get(id);
        return copied === undefined ? [] : [{ id: copied, title }];
      }),
    },
    updatedAt: now,
    deletedAt: undefined,
    jobId: undefined,
  };
  await tx.insertDraft(draft);
  await tx.useBlobs(documents.map(({ sha256 }) => sha256));
  const copies = documents.map((document) => ({
    ...document,
    id: newIds.get(document.id) ?? '',
    draft: draft.id,
  }));
  for (const document of copies) await tx.insertDraftDocument(document);
  return shown(draft, copies);
}

/** What was deleted a day ago, and what nobody touched for long. */
async function throwAwayStale(tx: Transaction, now: Instant): Promise<void> {
  const stale = await tx.staleDrafts({ deleted: now - kept.deleted, used: now - kept.unused });
  for (const id of stale) await discardDraft(tx, id, now);
}

function shown(draft: StoredDraft, documents: readonly StoredDraftDocument[]): Draft {
  return {
    id: draft.id,
    kind: draft.kind,
    ...(draft.name !== undefined && { name: draft.name }),
    version: draft.version,
    content: draft.content,
    documents: inOrder(draft.content, documents).map((document) => shownDocument(draft, document)),
    updatedAt: time(draft.updatedAt),
  };
}

/** The sender's order; those that came since stand last. */
export function inOrder(
  { documents: wished }: DraftContent,
  documents: readonly StoredDraftDocument[],
): readonly StoredDraftDocument[] {
  const place = new Map(wished.map(({ id }, index) => [id, index]));
  const placeOf = ({ id }: StoredDraftDocument): number => place.get(id) ?? wished.length;
  return documents.toSorted((a, b) => placeOf(a) - placeOf(b));
}

export function shownDocument(
  { organisation, id: draft }: Pick<StoredDraft, 'organisation' | 'id'>,
  { id, fileName, mime, pages, size }: StoredDraftDocument,
): DraftDocument {
  const href = `/sender/api/organisations/${organisation}/drafts/${draft}/documents/${id}`;
  return { id, fileName, mime, pages, size, href };
}
