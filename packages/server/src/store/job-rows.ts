/** Rows of jobs, signers and documents to plain data and back. */
import type {
  ExitUrls,
  JobDocument,
  KnownContact,
  SignatureJob,
  Signer,
  SignerAddress,
  SignerNotifications,
} from '../jobs/model.ts';
import type { Row } from './schema.ts';

export type JobRow = Row<'job'>;
/** A signer's columns beside its job's; those that both have are named apart. */
export type SignerRow = Omit<Row<'signer'>, 'id' | 'number' | 'status' | 'job_id'> & {
  signer_id: bigint;
  signer_number: bigint;
  signer_status: string;
};

export function toJob(
  row: JobRow,
  documents: readonly JobDocument[],
  signers: readonly Signer[],
): SignatureJob {
  return {
    id: row.id,
    flow: row.flow as SignatureJob['flow'],
    sender: row.sender,
    createdBy: row.created_by,
    ...(row.created_by_user !== null && { createdByUser: row.created_by_user }),
    reference: row.reference ?? undefined,
    title: row.title,
    ...(row.nonsensitive_title !== null && { nonSensitiveTitle: row.nonsensitive_title }),
    description: row.description ?? undefined,
    requiredAuthentication: row.required_authentication === 3n ? 3 : 4,
    identifierInSignedDocuments:
      row.identifier_in_signed_documents as SignatureJob['identifierInSignedDocuments'],
    statusRetrievalMethod: row.status_retrieval_method as SignatureJob['statusRetrievalMethod'],
    pollingQueue: row.polling_queue,
    exitUrls: row.exit_urls === null ? undefined : (JSON.parse(row.exit_urls) as ExitUrls),
    createdAt: Number(row.created_at),
    activatesAt: Number(row.activates_at),
    available: Number(row.available),
    expiresAt: Number(row.expires_at),
    activatedOrder: optionalNumber(row.activated_order),
    status: row.status as SignatureJob['status'],
    endedAt: optionalNumber(row.ended_at),
    handledAt: optionalNumber(row.handled_at),
    padesSha256: row.pades_sha256 ?? undefined,
    documentsDeletedAt: optionalNumber(row.documents_deleted_at),
    ...(row.cancellation_message !== null && { cancellationMessage: row.cancellation_message }),
    ...(row.kept_for !== null && { keptFor: Number(row.kept_for) }),
    ...(row.downloaded_at !== null && { downloadedAt: Number(row.downloaded_at) }),
    documents,
    signers,
  };
}

export function toSigner(row: SignerRow): Signer {
  return {
    id: row.signer_id,
    number: Number(row.signer_number),
    address: toAddress(row),
    signatureType: row.signature_type as Signer['signatureType'],
    onBehalfOf: row.on_behalf_of as Signer['onBehalfOf'],
    order: Number(row.signing_order),
    ...(row.notifications !== null && {
      notifications: JSON.parse(row.notifications) as SignerNotifications,
    }),
    ...(row.known_contact !== null && { knownContact: JSON.parse(row.known_contact) as KnownContact }),
    status: row.signer_status as Signer['status'],
    since: Number(row.since),
    xadesSha256: row.xades_sha256 ?? undefined,
    ...(row.rejection_reason !== null && { rejectionReason: row.rejection_reason }),
  };
}

export function toDocument(row: Row<'document'>): JobDocument {
  return {
    number: Number(row.number),
    title: row.title,
    fileName: row.file_name,
    mime: row.mime as JobDocument['mime'],
    sha256: row.sha256,
    size: Number(row.size),
    pages: Number(row.pages),
  };
}

export function toAddress(
  row: Pick<SignerRow, 'address_kind' | 'address_value' | 'email' | 'mobile'>,
): SignerAddress {
  const kind = row.address_kind as SignerAddress['kind'];
  if (kind !== 'contact') return { kind, value: row.address_value ?? '' };
  return {
    kind,
    ...(row.email !== null && { email: row.email }),
    ...(row.mobile !== null && { mobile: row.mobile }),
  };
}

export function addressToRow(
  address: SignerAddress,
): Pick<Row<'signer'>, 'address_kind' | 'address_value' | 'email' | 'mobile'> {
  return address.kind === 'contact'
    ? {
        address_kind: address.kind,
        address_value: null,
        email: address.email ?? null,
        mobile: address.mobile ?? null,
      }
    : { address_kind: address.kind, address_value: address.value, email: null, mobile: null };
}

export function optionalNumber(value: bigint | null): number | undefined {
  return value === null ? undefined : Number(value);
}
