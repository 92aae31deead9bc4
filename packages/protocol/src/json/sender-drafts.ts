/**
 * Making jobs in the sender portal: drafts, their documents, templates and bulk sending. Below
 * `/sender/api/organisations/{number}`:
 *
 * | request | answer |
 * |---|---|
 * | `GET /drafts?kind=draft` | 200 {@link DraftList} |
 * | `POST /drafts` {@link NewDraft} | 201 {@link Draft}; with `idempotency-key`, the same for the same request |
 * | `GET /drafts/{id}` | 200 {@link Draft}; 404 `DRAFT_NOT_FOUND` |
 * | `PUT /drafts/{id}` {@link DraftSave} | 200 {@link DraftVersion}; 409 `CHANGED_MEANWHILE` |
 * | `DELETE /drafts/{id}`, `POST /drafts/{id}/restore` | 204; a deleted draft can be restored for a day |
 * | `POST /drafts/{id}/template` {@link TemplateName} | 201 {@link Draft}: a template with all of it |
 * | `POST /drafts/{id}/uploads` {@link NewUpload} | 201 {@link Upload}; 400 `DOCUMENTS_TOO_LARGE` |
 * | `GET /drafts/{id}/uploads/{upload}` | 200 {@link Upload} |
 * | `PUT /drafts/{id}/uploads/{upload}/{offset}`, bytes | 200 {@link Upload}; 400 `DOCUMENT_REFUSED` with `reason`; 409 `UPLOAD_OFFSET` with `offset` |
 * | `GET`, `DELETE /drafts/{id}/documents/{document}` | the file; 204 |
 * | `POST /drafts/{id}/preview` | 200 {@link MessagePreview} |
 * | `POST /drafts/{id}/send` {@link SendRequest} | 201 {@link SentJob}, again the same; 400 `FIELDS_INVALID` |
 * | `POST /drafts/{id}/bulk/check` {@link BulkTable} | 200 {@link BulkCheck} |
 * | `POST /drafts/{id}/bulk` {@link BulkTable} | 201 {@link BulkSent}, all or none; with `idempotency-key`, the same for the same table |
 */
import { Type, type Static } from '@sinclair/typebox';
import { PageLanguage } from './ceremony.ts';

const literals = <T extends string>(...names: T[]) => Type.Union(names.map((name) => Type.Literal(name)));
/** Longer than any rule allows, so that too much typed can be kept and told of. */
const text = Type.String({ maxLength: 1000 });

export const DraftSigner = Type.Object({
  /** The page's own, for order and errors. */
  id: Type.String({ maxLength: 50 }),
  /** `me`: the user, whose number the service knows. */
  by: literals('number', 'contact', 'me'),
  /** What the sender calls the signer: a role in a template. Seen by nobody else. */
  label: Type.Optional(text),
  /** National identity number. */
  number: Type.Optional(text),
  email: Type.Optional(text),
  mobile: Type.Optional(text),
  order: Type.Integer({ minimum: 0, maximum: 9 }),
  onBehalfOf: literals('SELF', 'OTHER'),
});
export type DraftSigner = Static<typeof DraftSigner>;

export const DraftContent = Type.Object({
  title: text,
  /** The only title that notifications show. */
  nonSensitiveTitle: text,
  /** For the signers, before they sign. */
  description: text,
  reference: text,
  /** How long each order group has. */
  days: Type.Integer({ minimum: 0, maximum: 1000 }),
  /** Send later: ISO 8601. Absent: at once. */
  activation: Type.Optional(Type.String({ format: 'date-time' })),
  signatureType: Type.Optional(
    literals('AUTHENTICATED_ELECTRONIC_SIGNATURE', 'ADVANCED_ELECTRONIC_SIGNATURE'),
  ),
  requiredAuthentication: Type.Optional(Type.Union([Type.Literal(3), Type.Literal(4)])),
  identifier: Type.Optional(
    literals('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME', 'DATE_OF_BIRTH_AND_NAME', 'NAME'),
  ),
  signers: Type.Array(DraftSigner, { maxItems: 10 }),
  /** Order and titles of the documents that are there. */
  documents: Type.Array(Type.Object({ id: Type.String({ maxLength: 50 }), title: text }), { maxItems: 20 }),
});
export type DraftContent = Static<typeof DraftContent>;

export const DraftDocument = Type.Object({
  id: Type.String(),
  fileName: Type.String(),
  mime: literals('application/pdf', 'text/plain'),
  pages: Type.Integer(),
  /** Bytes. */
  size: Type.Integer(),
  href: Type.String(),
});
export type DraftDocument = Static<typeof DraftDocument>;

export const DraftKind = literals('draft', 'template');
export type DraftKind = Static<typeof DraftKind>;

export const Draft = Type.Object({
  id: Type.String(),
  kind: DraftKind,
  /** Of a template. */
  name: Type.Optional(Type.String()),
  version: Type.Integer(),
  content: DraftContent,
  documents: Type.Array(DraftDocument),
  updatedAt: Type.String(),
});
export type Draft = Static<typeof Draft>;

export const DraftList = Type.Object({
  /** The latest used first. */
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.Optional(Type.String()),
      title: Type.String(),
      documents: Type.Integer(),
      signers: Type.Integer(),
      updatedAt: Type.String(),
    }),
  ),
});
export type DraftList = Static<typeof DraftList>;

/** `from`: a copy of that draft or template. */
export const NewDraft = Type.Object({ from: Type.Optional(Type.String({ format: 'uuid' })) });
export type NewDraft = Static<typeof NewDraft>;

export const DraftSave = Type.Object({
  /** That the page last heard of. */
  version: Type.Integer(),
  content: DraftContent,
});
export type DraftSave = Static<typeof DraftSave>;

export const DraftVersion = Type.Object({ version: Type.Integer() });
export type DraftVersion = Static<typeof DraftVersion>;

export const TemplateName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }) });
export type TemplateName = Static<typeof TemplateName>;

export const NewUpload = Type.Object({
  fileName: Type.String({ minLength: 1, maxLength: 500 }),
  /** Bytes. */
  size: Type.Integer({ minimum: 1 }),
});
export type NewUpload = Static<typeof NewUpload>;

export const Upload = Type.Object({
  id: Type.String(),
  /** How many bytes are there. */
  offset: Type.Integer(),
  /** Most bytes of one PUT. */
  chunk: Type.Integer(),
  /** Once all bytes are there and the document can be signed. */
  document: Type.Optional(DraftDocument),
});
export type Upload = Static<typeof Upload>;

export const MessagePreview = Type.Object({
  language: PageLanguage,
  from: Type.String(),
  subject: Type.String(),
  text: Type.String(),
});
export type MessagePreview = Static<typeof MessagePreview>;

export const SendRequest = Type.Object({ version: Type.Integer() });
export type SendRequest = Static<typeof SendRequest>;

export const SentJob = Type.Object({ job: Type.String() });
export type SentJob = Static<typeof SentJob>;

/** The text of a CSV file: a heading and a row for each job. Separated by `;`, `,` or tab. */
export const BulkTable = Type.Object({ csv: Type.String({ maxLength: 200_000 }) });
export type BulkTable = Static<typeof BulkTable>;

export const BulkColumn = Type.Object({
  /** As written. */
  heading: Type.String(),
  /** What it is about; absent for one that is not known. */
  field: Type.Optional(literals('number', 'email', 'mobile', 'name', 'reference', 'title')),
  /** Whom it is about, counted from 1 as in the template; absent for the job as a whole. */
  signer: Type.Optional(Type.Integer()),
});
export type BulkColumn = Static<typeof BulkColumn>;

/** `column`: which, counted from 0; absent when it is about none or several. */
export const BulkProblem = Type.Object({ code: Type.String(), column: Type.Optional(Type.Integer()) });
export type BulkProblem = Static<typeof BulkProblem>;

export const BulkRow = Type.Object({
  /** Counts the rows, the heading is 1. */
  line: Type.Integer(),
  /** As written, one for each column. */
  cells: Type.Array(Type.String()),
  problems: Type.Array(BulkProblem),
  /** An earlier line with the same signers: allowed, but often a slip. */
  repeats: Type.Optional(Type.Integer()),
});
export type BulkRow = Static<typeof BulkRow>;

export const BulkCheck = Type.Object({
  /** Of a table that has none: those it may have. */
  columns: Type.Array(BulkColumn),
  rows: Type.Array(BulkRow),
  /** About the file or the template as a whole. */
  problems: Type.Array(BulkProblem),
});
export type BulkCheck = Static<typeof BulkCheck>;

export const BulkSent = Type.Object({
  /** In the order of the rows. */
  jobs: Type.Array(Type.String()),
  sentAt: Type.String(),
  /** The same was sent before, and nothing now. */
  repeated: Type.Boolean(),
});
export type BulkSent = Static<typeof BulkSent>;
