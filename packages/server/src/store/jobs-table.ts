/** Signature jobs with their signers and documents. */
import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { JobDocument, SignatureJob, Signer } from '../jobs/model.ts';
import type { JobChanges, NewJob, NewSigner, SignerChanges, Transaction } from '../jobs/ports.ts';
import { addressToRow, toDocument, toJob, toSigner, type JobRow, type SignerRow } from './job-rows.ts';
import { insertJobKeys, keysOfContact, keysOfJob } from './job-keys.ts';
import type { Tables } from './schema.ts';

type Part = Pick<Transaction, 'insertJob' | 'job' | 'lockJob' | 'updateJob' | 'updateSigner'>;

export function jobsTable(db: Kysely<Tables>, locksRows: boolean): Part {
  const read = async (id: bigint): Promise<SignatureJob | undefined> => {
    // Job and signers in one statement, so that a reader sees them as they stood at one moment.
    const rows = await joined(db).where('job.id', '=', id).orderBy('signer.number').execute();
    const [first] = rows;
    if (first === undefined) return undefined;
    return toJob(first, await documentsOf(db, id), rows.map(toSigner));
  };
  return {
    insertJob: (job) => insertJob(db, job),
    job: read,
    lockJob: async (id) => {
      if (locksRows) await db.selectFrom('job').select('id').where('id', '=', id).forUpdate().execute();
      return read(id);
    },
    updateJob: async (id, changes) => {
      const values = jobChangesToRow(changes);
      if (Object.keys(values).length > 0)
        await db.updateTable('job').set(values).where('id', '=', id).execute();
    },
    updateSigner: async (id, changes) => {
      const values = signerChangesToRow(changes);
      if (Object.keys(values).length === 0) return;
      const { job_id } = await db
        .updateTable('signer')
        .set(values)
        .where('id', '=', id)
        .returning('job_id')
        .executeTakeFirstOrThrow();
      const keys = keysOfContact(changes.knownContact ?? {});
      if (keys.length > 0) await insertJobKeys(db, await placeOf(db, job_id), keys);
    },
  };
}

function joined(db: Kysely<Tables>): SelectQueryBuilder<Tables, 'job' | 'signer', JobRow & SignerRow> {
  return db
    .selectFrom('job')
    .innerJoin('signer', 'signer.job_id', 'job.id')
    .selectAll('job')
    .select([
      'signer.id as signer_id',
      'signer.number as signer_number',
      'signer.address_kind',
      'signer.address_value',
      'signer.email',
      'signer.mobile',
      'signer.signature_type',
      'signer.on_behalf_of',
      'signer.signing_order',
      'signer.notifications',
      'signer.known_contact',
      'signer.status as signer_status',
      'signer.since',
      'signer.xades_sha256',
      'signer.rejection_reason',
    ]);
}

function placeOf(db: Kysely<Tables>, id: bigint) {
  return db
    .selectFrom('job')
    .select(['id', 'sender', 'created_at as createdAt'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

async function documentsOf(db: Kysely<Tables>, jobId: bigint): Promise<JobDocument[]> {
  const rows = await db
    .selectFrom('document')
    .selectAll()
    .where('job_id', '=', jobId)
    .orderBy('number')
    .execute();
  return rows.map(toDocument);
}

async function insertJob(db: Kysely<Tables>, job: NewJob): Promise<SignatureJob> {
  const { id } = await db
    .insertInto('job')
    .values({
      flow: job.flow,
      sender: job.sender,
      created_by: job.createdBy,
      created_by_user: job.createdByUser ?? null,
      reference: job.reference ?? null,
      title: job.title,
      nonsensitive_title: job.nonSensitiveTitle ?? null,
      description: job.description ?? null,
      required_authentication: job.requiredAuthentication,
      identifier_in_signed_documents: job.identifierInSignedDocuments,
      status_retrieval_method: job.statusRetrievalMethod,
      polling_queue: job.pollingQueue,
      exit_urls: job.exitUrls === undefined ? null : JSON.stringify(job.exitUrls),
      created_at: job.createdAt,
      activates_at: job.activatesAt,
      available: job.available,
      expires_at: job.expiresAt,
      activated_order: job.activatedOrder ?? null,
      status: job.status,
      ended_at: job.endedAt ?? null,
      handled_at: job.handledAt ?? null,
      pades_sha256: job.padesSha256 ?? null,
      documents_deleted_at: job.documentsDeletedAt ?? null,
      kept_for: job.keptFor ?? null,
      cancellation_message: job.cancellationMessage ?? null,
      downloaded_at: job.downloadedAt ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const signers = await insertSigners(db, id, job);
  await insertJobKeys(db, { id, sender: job.sender, createdAt: BigInt(job.createdAt) }, keysOfJob(job));
  await db
    .insertInto('document')
    .values(
      job.documents.map((document) => ({
        job_id: id,
        number: document.number,
        title: document.title,
        file_name: document.fileName,
        mime: document.mime,
        sha256: document.sha256,
        size: document.size,
        pages: document.pages,
      })),
    )
    .execute();
  return { ...job, id, signers };
}

async function insertSigners(db: Kysely<Tables>, jobId: bigint, job: NewJob): Promise<Signer[]> {
  const inserted = await db
    .insertInto('signer')
    .values(job.signers.map((signer) => signerToRow(jobId, signer)))
    .returning(['id', 'number'])
    .execute();
  const idOf = new Map(inserted.map((row) => [Number(row.number), row.id]));
  const signers = job.signers.map(({ redirectTokenHash, ...signer }) => {
    const id = idOf.get(signer.number);
    if (id === undefined) throw new Error('a signer was not stored');
    return { signer: { ...signer, id }, redirectTokenHash };
  });
  const tokens = signers.flatMap(({ signer, redirectTokenHash }) =>
    redirectTokenHash === undefined
      ? []
      : [{ hash: redirectTokenHash, job_id: jobId, signer_id: signer.id, created_at: job.createdAt }],
  );
  if (tokens.length > 0) await db.insertInto('redirect_token').values(tokens).execute();
  return signers.map(({ signer }) => signer);
}

function signerToRow(jobId: bigint, signer: Omit<NewSigner, 'redirectTokenHash'>) {
  return {
    job_id: jobId,
    number: signer.number,
    ...addressToRow(signer.address),
    signature_type: signer.signatureType,
    on_behalf_of: signer.onBehalfOf,
    signing_order: signer.order,
    notifications: signer.notifications === undefined ? null : JSON.stringify(signer.notifications),
    known_contact: signer.knownContact === undefined ? null : JSON.stringify(signer.knownContact),
    status: signer.status,
    since: signer.since,
    xades_sha256: signer.xadesSha256 ?? null,
    rejection_reason: signer.rejectionReason ?? null,
  };
}

function jobChangesToRow(changes: JobChanges) {
  return {
    ...(changes.status !== undefined && { status: changes.status }),
    ...(changes.endedAt !== undefined && { ended_at: changes.endedAt }),
    ...(changes.handledAt !== undefined && { handled_at: changes.handledAt }),
    ...(changes.padesSha256 !== undefined && { pades_sha256: changes.padesSha256 }),
    ...(changes.expiresAt !== undefined && { expires_at: changes.expiresAt }),
    ...(changes.activatedOrder !== undefined && { activated_order: changes.activatedOrder }),
    ...(changes.available !== undefined && { available: changes.available }),
    ...(changes.cancellationMessage !== undefined && { cancellation_message: changes.cancellationMessage }),
    ...(changes.keptFor !== undefined && { kept_for: changes.keptFor }),
    ...(changes.downloadedAt !== undefined && { downloaded_at: changes.downloadedAt }),
    ...(changes.documentsDeletedAt !== undefined && { documents_deleted_at: changes.documentsDeletedAt }),
  };
}

function signerChangesToRow(changes: SignerChanges) {
  return {
    ...(changes.status !== undefined && { status: changes.status }),
    ...(changes.since !== undefined && { since: changes.since }),
    ...(changes.xadesSha256 !== undefined && { xades_sha256: changes.xadesSha256 }),
    ...(changes.rejectionReason !== undefined && { rejection_reason: changes.rejectionReason }),
    ...(changes.knownContact !== undefined && { known_contact: JSON.stringify(changes.knownContact) }),
  };
}
