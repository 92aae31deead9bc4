/** Jobs as lists show them, and how they are found. */
import type { Instant, OrganizationNumber, SignatureJob, Signer } from './model.ts';

export interface JobInList extends Pick<
  SignatureJob,
  | 'id'
  | 'flow'
  | 'sender'
  | 'createdByUser'
  | 'title'
  | 'reference'
  | 'status'
  | 'createdAt'
  | 'activatesAt'
  | 'expiresAt'
  | 'endedAt'
> {
  readonly signers: readonly Pick<Signer, 'number' | 'address' | 'status'>[];
}

/** What a job can be found by, whole. Emails are in lower case, mobile numbers E.164. */
export interface JobKey {
  readonly kind: 'personal-identification-number' | 'email' | 'mobile' | 'reference';
  readonly value: string;
}

/** Whose jobs: the organisation's, or those one user sent. */
export interface JobsOf {
  readonly sender: OrganizationNumber;
  readonly user?: string;
}

/** Where a page of a list ended. */
export interface ListPlace {
  readonly at: Instant;
  readonly id: bigint;
}

export interface JobListsTransaction {
  /** In progress: the nearest deadline first. Ended: the latest first. */
  listJobs(
    of: JobsOf,
    status: SignatureJob['status'],
    page: { readonly after?: ListPlace; readonly limit: number },
  ): Promise<readonly JobInList[]>;
  /** The latest created first. */
  searchJobs(
    of: JobsOf,
    by: { readonly key?: JobKey; readonly from?: Instant; readonly before?: Instant },
    page: { readonly after?: ListPlace; readonly limit: number },
  ): Promise<readonly JobInList[]>;
}
