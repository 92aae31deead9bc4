/**
 * Following jobs in the sender portal. Below `/sender/api/organisations/{number}`:
 *
 * | request | answer |
 * |---|---|
 * | `GET /jobs?list=waiting&mine=true&after=…` | 200 {@link JobPage} |
 * | `POST /jobs/search` {@link JobSearch} | 200 {@link JobPage}; a POST, since numbers must not stand in an address |
 * | `GET /jobs/{id}` | 200 {@link JobDetails}; 404 `JOB_NOT_FOUND` |
 * | `POST /jobs/{id}/remind` {@link RemindRequest} | 200 {@link RemindAnswer}; 409 `NOT_NOW` |
 * | `POST /jobs/{id}/deadline` {@link DeadlineRequest} | 204; 400 `FIELDS_INVALID`; 409 `JOB_ENDED`, `CHANGED_MEANWHILE` |
 * | `POST /jobs/{id}/cancel` {@link CancelRequest} | 204; 409 `JOB_ENDED` |
 * | `DELETE /jobs/{id}/documents` | 204; 409 `DELETION_NOT_ALLOWED` |
 * | `GET /jobs/{id}/pades`, `/jobs/{id}/evidence`, `/jobs/{id}/xades/{signer}`, `/jobs/{id}/documents/{number}` | the file |
 *
 * With the header `x-segl-live: 1` a GET is no sign of life: a page that keeps itself up to date does not keep the
 * session alive.
 */
import { Type, type Static } from '@sinclair/typebox';

const literals = <T extends string>(...names: T[]) => Type.Union(names.map((name) => Type.Literal(name)));

export const JobList = literals('waiting', 'stopped', 'signed');
export type JobList = Static<typeof JobList>;

export const SignerState = literals(
  'WAITING',
  'REJECTED',
  'CANCELLED',
  'RESERVED',
  'CONTACT_INFORMATION_MISSING',
  'EXPIRED',
  'FAILED',
  'SIGNED',
  'BLOCKED',
  'SIGNERS_NAME_NOT_AVAILABLE',
  'NOT_APPLICABLE',
);
export type SignerState = Static<typeof SignerState>;

export const ListedSigner = Type.Object({
  number: Type.Integer(),
  /** As the sender addressed the signer. */
  address: Type.String(),
  state: SignerState,
});
export type ListedSigner = Static<typeof ListedSigner>;

const job = {
  id: Type.String(),
  flow: literals('direct', 'portal'),
  title: Type.String(),
  reference: Type.Optional(Type.String()),
  status: literals('IN_PROGRESS', 'COMPLETED_SUCCESSFULLY', 'FAILED'),
  /** ISO 8601, as all times here. */
  createdAt: Type.String(),
  /** Name of the user who sent it; absent for jobs from the API. */
  createdBy: Type.Optional(Type.String()),
  /** Nobody can sign before. */
  activatesAt: Type.String(),
  deadline: Type.String(),
  endedAt: Type.Optional(Type.String()),
};

export const ListedJob = Type.Object({ ...job, signers: Type.Array(ListedSigner) });
export type ListedJob = Static<typeof ListedJob>;

export const JobPage = Type.Object({
  items: Type.Array(ListedJob),
  /** For `after`, when there are more. */
  next: Type.Optional(Type.String()),
  /** The service's time, which "3 days left" is told from. */
  now: Type.String(),
});
export type JobPage = Static<typeof JobPage>;

export const JobListQuery = Type.Object({
  list: JobList,
  /** Only those the user sent; document processors see no others anyway. */
  mine: Type.Optional(Type.Boolean()),
  after: Type.Optional(Type.String({ maxLength: 100 })),
});
export type JobListQuery = Static<typeof JobListQuery>;

/** At least one of `text`, `from` and `to`. */
export const JobSearch = Type.Object({
  /** A national identity number, an email address, a mobile number or a reference, whole. */
  text: Type.Optional(Type.String({ maxLength: 254 })),
  /** First and last day of creation, in Norway: `YYYY-MM-DD`. */
  from: Type.Optional(Type.String({ format: 'date' })),
  to: Type.Optional(Type.String({ format: 'date' })),
  after: Type.Optional(Type.String({ maxLength: 100 })),
});
export type JobSearch = Static<typeof JobSearch>;

export const ToldOf = Type.Object({
  kind: literals('first', 'reminder', 'cancelled', 'code', 'completed'),
  channel: literals('email', 'sms'),
  state: literals('PLANNED', 'SENT', 'FAILED', 'DROPPED'),
  /** When it is planned, or was sent. */
  at: Type.String(),
  failure: Type.Optional(Type.String()),
});
export type ToldOf = Static<typeof ToldOf>;

export const SignerDetails = Type.Object({
  ...ListedSigner.properties,
  /** From the eID, once the signer has signed. */
  name: Type.Optional(Type.String()),
  since: Type.String(),
  /** 0 to 9. */
  order: Type.Integer(),
  /** It is this signer's turn. */
  active: Type.Boolean(),
  onBehalfOf: literals('SELF', 'OTHER'),
  /** What the signer wrote when rejecting. */
  rejectionReason: Type.Optional(Type.String()),
  told: Type.Array(ToldOf),
  xadesHref: Type.Optional(Type.String()),
});
export type SignerDetails = Static<typeof SignerDetails>;

export const TimelineEvent = Type.Object({
  sequence: Type.Integer(),
  at: Type.String(),
  /** Of the audit trail: JOB_CREATED, SIGNER_SIGNED, … */
  kind: Type.String(),
  /** Whom it is about. */
  signer: Type.Optional(Type.Integer()),
  /** Name of the user who did it. */
  by: Type.Optional(Type.String()),
  channel: Type.Optional(Type.String()),
  /** A new deadline. */
  until: Type.Optional(Type.String()),
});
export type TimelineEvent = Static<typeof TimelineEvent>;

export const JobDetails = Type.Object({
  ...job,
  nonSensitiveTitle: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  documents: Type.Array(
    Type.Object({
      number: Type.Integer(),
      title: Type.String(),
      pages: Type.Integer(),
      /** Bytes. */
      size: Type.Integer(),
      /** Absent once it was deleted. */
      href: Type.Optional(Type.String()),
    }),
  ),
  signers: Type.Array(SignerDetails),
  timeline: Type.Array(TimelineEvent),
  /** Whether the trail's chain of hashes holds. */
  trailHolds: Type.Boolean(),
  padesHref: Type.Optional(Type.String()),
  /** Documents and signatures in an ASiC-E container. */
  evidenceHref: Type.Optional(Type.String()),
  /** When the documents are deleted; absent before the job's end. */
  keptUntil: Type.Optional(Type.String()),
  documentsDeletedAt: Type.Optional(Type.String()),
  cancellationMessage: Type.Optional(Type.String()),
  /** What can be done now. */
  acts: Type.Object({
    remind: Type.Boolean(),
    /** The latest deadline that can be set; absent: none can. */
    deadlineUntil: Type.Optional(Type.String()),
    cancel: Type.Boolean(),
    deleteDocuments: Type.Boolean(),
  }),
  now: Type.String(),
});
export type JobDetails = Static<typeof JobDetails>;

/** Without `signer`: everybody whose turn it is. */
export const RemindRequest = Type.Object({
  signer: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
});
export type RemindRequest = Static<typeof RemindRequest>;

export const RemindAnswer = Type.Object({
  /** How many messages are on their way; by night, SMS wait for 08:00. */
  messages: Type.Integer(),
});
export type RemindAnswer = Static<typeof RemindAnswer>;

export const DeadlineRequest = Type.Object({
  deadline: Type.String({ format: 'date-time' }),
  /** The deadline that the user saw. */
  instead: Type.String({ format: 'date-time' }),
});
export type DeadlineRequest = Static<typeof DeadlineRequest>;

export const CancelRequest = Type.Object({
  /** For the signers who were told of the job, in the email. */
  message: Type.Optional(Type.String({ maxLength: 220 })),
});
export type CancelRequest = Static<typeof CancelRequest>;
