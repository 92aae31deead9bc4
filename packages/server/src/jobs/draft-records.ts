/** Jobs in the making: drafts and templates, their documents, and uploads that are under way. */
import type { DraftContent, DraftKind } from '@segl/protocol/json';
import type { Instant, JobDocument, OrganizationNumber } from './model.ts';

export interface StoredDraft {
  /** UUID. */
  readonly id: string;
  readonly kind: DraftKind;
  readonly organisation: OrganizationNumber;
  /** Id of the user who made it. */
  readonly user: string;
  /** Of a template. */
  readonly name: string | undefined;
  /** Counts every change. */
  readonly version: number;
  readonly content: DraftContent;
  readonly updatedAt: Instant;
  readonly deletedAt: Instant | undefined;
  /** Once it was sent. */
  readonly jobId: bigint | undefined;
}

export interface StoredDraftDocument extends Pick<
  JobDocument,
  'fileName' | 'mime' | 'sha256' | 'size' | 'pages'
> {
  /** UUID. */
  readonly id: string;
  readonly draft: string;
  readonly addedAt: Instant;
}

export interface StoredUpload {
  /** UUID. */
  readonly id: string;
  readonly draft: string;
  readonly fileName: string;
  readonly size: number;
  readonly startedAt: Instant;
}

export interface UploadChunk {
  readonly offset: number;
  readonly size: number;
  readonly sha256: string;
}

export interface DraftsTransaction {
  insertDraft(draft: StoredDraft): Promise<void>;
  draft(id: string): Promise<StoredDraft | undefined>;
  /** As {@link draft}, held until the commit. */
  lockDraft(id: string): Promise<StoredDraft | undefined>;
  updateDraft(
    id: string,
    changes: Partial<Pick<StoredDraft, 'version' | 'content' | 'updatedAt' | 'jobId'>> & {
      /** An explicit undefined restores it. */
      readonly deletedAt?: Instant | undefined;
    },
  ): Promise<void>;
  /** With its documents and uploads. */
  deleteDraft(id: string): Promise<void>;
  /** Neither sent nor deleted, the latest used first; templates are the organisation's. */
  draftsOf(
    organisation: OrganizationNumber,
    of: { readonly kind: 'draft'; readonly user: string } | { readonly kind: 'template' },
  ): Promise<readonly StoredDraft[]>;
  /** Of every kind and state. */
  draftIdsOf(organisation: OrganizationNumber): Promise<readonly string[]>;
  /** Drafts that nobody can want any more. */
  staleDrafts(before: { readonly deleted: Instant; readonly used: Instant }): Promise<readonly string[]>;

  insertDraftDocument(document: StoredDraftDocument): Promise<void>;
  /** In the order they came. */
  draftDocuments(draft: string): Promise<readonly StoredDraftDocument[]>;
  deleteDraftDocument(id: string): Promise<void>;

  insertUpload(upload: StoredUpload): Promise<void>;
  upload(id: string): Promise<StoredUpload | undefined>;
  uploadsOf(draft: string): Promise<readonly StoredUpload[]>;
  /** False when there is one at that offset already. */
  insertUploadChunk(upload: string, chunk: UploadChunk): Promise<boolean>;
  /** By offset. */
  uploadChunks(upload: string): Promise<readonly UploadChunk[]>;
  deleteUpload(id: string): Promise<void>;

  /**
   * Takes an idempotency key of a user; whoever comes at the same time waits. Undefined: nobody had it, and the answer
   * is to be given by {@link answerKey} before the commit.
   */
  takeKey(
    user: string,
    key: string,
    requestSha256: string,
    now: Instant,
  ): Promise<{ readonly requestSha256: string; readonly answer: string } | undefined>;
  answerKey(user: string, key: string, answer: string): Promise<void>;
  forgetKeys(before: Instant): Promise<void>;
}
