/**
 * The tables, as kysely sees them. Every integer column is a 64-bit integer and read as `bigint` on both databases;
 * times are milliseconds since 1970, JSON is text, hashes are lower-case hex.
 */
import type { ColumnType, Generated, Selectable } from 'kysely';

/** Read as bigint; a number or bigint may be written. */
type Integer = ColumnType<bigint, bigint | number, bigint | number>;
type OptionalInteger = ColumnType<bigint | null, bigint | number | null, bigint | number | null>;
type Id = Generated<bigint>;

interface OrganisationTable {
  number: string;
  name: string;
  sector: string;
  api_access: Integer;
  contact_addressing: Integer;
  code_by_sms: Integer;
  logo_sha256: string | null;
  sender_address: string | null;
  language: string;
  long_term_storage: Integer;
  kept_days: Integer;
  /** JSON of NotificationChoices. */
  notification_choices: string;
  deactivated_at: OptionalInteger;
  registered_certificates_only: Integer;
}

interface SenderUserTable {
  id: string;
  organisation: string;
  personal_identification_number: string | null;
  name: string;
  email: string;
  role: string;
  ends_at: OptionalInteger;
  deactivated_at: OptionalInteger;
  created_at: Integer;
  last_login_at: OptionalInteger;
}

interface OrganisationEventTable {
  sequence: Id;
  organisation: string;
  at: Integer;
  kind: string;
  by_user: string | null;
  data: string;
}

interface ClientCertificateTable {
  organisation: string;
  sha256: string;
  subject: string;
  issuer: string;
  serial_number: string;
  not_before: Integer;
  not_after: Integer;
  seen_at: Integer;
  last_used_at: OptionalInteger;
  registered_at: OptionalInteger;
  revoked_at: OptionalInteger;
}

interface ApiErrorTable {
  sequence: Id;
  organisation: string;
  at: Integer;
  method: string;
  route: string;
  status: Integer;
  code: string;
  detail: string;
}

interface BrokerTable {
  broker: string;
  sender: string;
}

interface JobTable {
  id: Id;
  flow: string;
  sender: string;
  created_by: string;
  created_by_user: string | null;
  reference: string | null;
  title: string;
  nonsensitive_title: string | null;
  description: string | null;
  required_authentication: Integer;
  identifier_in_signed_documents: string;
  status_retrieval_method: string;
  polling_queue: string;
  exit_urls: string | null;
  created_at: Integer;
  activates_at: Integer;
  /** Milliseconds. */
  available: Integer;
  expires_at: Integer;
  activated_order: OptionalInteger;
  status: string;
  ended_at: OptionalInteger;
  handled_at: OptionalInteger;
  pades_sha256: string | null;
  documents_deleted_at: OptionalInteger;
  /** Milliseconds. */
  kept_for: OptionalInteger;
  cancellation_message: string | null;
  downloaded_at: OptionalInteger;
}

/** What jobs are found by; beside it what the job says, so that what is found is read along an index in its order. */
interface JobKeyTable {
  sender: string;
  kind: string;
  value: string;
  created_at: bigint;
  job_id: bigint;
}

interface SignerTable {
  id: Id;
  job_id: bigint;
  number: Integer;
  address_kind: string;
  address_value: string | null;
  email: string | null;
  mobile: string | null;
  signature_type: string;
  on_behalf_of: string;
  signing_order: Integer;
  /** JSON of SignerNotifications. */
  notifications: string | null;
  /** JSON of KnownContact. */
  known_contact: string | null;
  status: string;
  since: Integer;
  xades_sha256: string | null;
  rejection_reason: string | null;
}

interface DocumentTable {
  job_id: bigint;
  number: Integer;
  title: string;
  file_name: string;
  mime: string;
  sha256: string;
  size: Integer;
  pages: Integer;
}

interface RedirectTokenTable {
  hash: string;
  job_id: bigint;
  signer_id: bigint;
  created_at: Integer;
  used_at: OptionalInteger;
  replaced_at: OptionalInteger;
}

interface StatusQueryTokenTable {
  job_id: bigint;
  hash: string;
}

interface CeremonySessionTable {
  portal_session: string | null;
  id: string;
  token_hash: string;
  job_id: bigint;
  signer_id: bigint;
  created_at: Integer;
  expires_at: Integer;
}

interface SigningAttemptTable {
  sequence: Id;
  id: string;
  job_id: bigint;
  signer_id: bigint;
  ceremony_id: string;
  intent: string;
  state_hash: string;
  code_verifier: string;
  state: string;
  notice: string | null;
  evidence: string | null;
  created_at: Integer;
}

interface NotificationTable {
  id: Id;
  job_id: bigint;
  signer_id: bigint;
  kind: string;
  channel: string;
  due_at: Integer;
  reference: string;
  state: string;
  sent_at: OptionalInteger;
  gateway_reference: string | null;
  failure: string | null;
}

interface SignerLinkTable {
  signer_id: bigint;
  job_id: bigint;
  id: string;
  token_hash: string;
  code_number: Integer;
  code_hash: string;
  wrong_codes: Integer;
}

interface PortalLoginTable {
  id: string;
  state_hash: string;
  nonce: string;
  code_verifier: string;
  level: Integer;
  purpose: string;
  room: string;
  created_at: Integer;
}

interface PortalSessionTable {
  token_hash: string;
  personal_identification_number: string;
  name: string | null;
  level: Integer;
  id_token: string;
  provider_session: string | null;
  created_at: Integer;
  last_used_at: Integer;
}

interface BlobTable {
  sha256: string;
  /** When a use of it ended and it was not yet looked whether others go on. */
  released_at: OptionalInteger;
  /** When it was deleted. */
  gone_at: OptionalInteger;
}

interface DraftTable {
  id: string;
  kind: string;
  organisation: string;
  user_id: string;
  name: string | null;
  version: Integer;
  /** JSON of DraftContent. */
  content: string;
  updated_at: Integer;
  deleted_at: OptionalInteger;
  job_id: OptionalInteger;
}

interface DraftDocumentTable {
  id: string;
  draft_id: string;
  file_name: string;
  mime: string;
  sha256: string;
  size: Integer;
  pages: Integer;
  added_at: Integer;
}

interface UploadTable {
  id: string;
  draft_id: string;
  file_name: string;
  size: Integer;
  started_at: Integer;
}

interface UploadChunkTable {
  upload_id: string;
  /** Bytes from the file's beginning. */
  position: Integer;
  size: Integer;
  sha256: string;
}

interface IdempotencyKeyTable {
  user_id: string;
  key: string;
  request_sha256: string;
  /** JSON. */
  answer: string;
  created_at: Integer;
}

interface StatusChangeTable {
  id: Id;
  sender: string;
  flow: string;
  queue: string;
  job_id: bigint;
  snapshot: string;
  created_at: Integer;
  /** Until when a poll holds it; 0 when nobody ever did. */
  lease_until: Integer;
  confirmed_at: OptionalInteger;
}

interface PollingQueueTable {
  sender: string;
  flow: string;
  queue: string;
  next_permitted_at: Integer;
}

interface TaskTable {
  id: Id;
  kind: string;
  key: string;
  job_id: OptionalInteger;
  due_at: Integer;
  attempts: Integer;
  last_error: string | null;
  lease_token: string | null;
  /** By the machine's clock; 0 when nobody holds it. */
  lease_until: Integer;
}

interface AuditEventTable {
  job_id: bigint;
  sequence: Integer;
  at: Integer;
  kind: string;
  data: string;
  hash: string;
}

interface SettingTable {
  name: string;
  value: string;
}

export interface Tables {
  organisation: OrganisationTable;
  broker: BrokerTable;
  client_certificate: ClientCertificateTable;
  api_error: ApiErrorTable;
  sender_user: SenderUserTable;
  organisation_event: OrganisationEventTable;
  job: JobTable;
  job_key: JobKeyTable;
  signer: SignerTable;
  document: DocumentTable;
  redirect_token: RedirectTokenTable;
  status_query_token: StatusQueryTokenTable;
  ceremony_session: CeremonySessionTable;
  signing_attempt: SigningAttemptTable;
  notification: NotificationTable;
  signer_link: SignerLinkTable;
  portal_login: PortalLoginTable;
  portal_session: PortalSessionTable;
  blob: BlobTable;
  draft: DraftTable;
  draft_document: DraftDocumentTable;
  upload: UploadTable;
  upload_chunk: UploadChunkTable;
  idempotency_key: IdempotencyKeyTable;
  status_change: StatusChangeTable;
  polling_queue: PollingQueueTable;
  task: TaskTable;
  audit_event: AuditEventTable;
  setting: SettingTable;
}

export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
