/** From an uploaded request to a stored portal job: each check in its turn. */
import { decodePortalJobRequest, decodePortalManifest, type PortalManifestSigner } from '@segl/protocol/v1';
import { createPortalJob, type CreatePortalJobDeps } from '../../jobs/create-portal-job.ts';
import type { RequestedPortalSigner } from '../../jobs/portal-job-rules.ts';
import type { SignatureJob, SignerAddress, SignerNotifications } from '../../jobs/model.ts';
import { decoding, decodingManifest } from './bundle-errors.ts';
import { matchDocuments } from './manifest-documents.ts';
import { readUpload, requireSender, type Upload, type UploadDeps } from './upload.ts';

export interface PortalCreationDeps extends CreatePortalJobDeps, UploadDeps {}

/** The job is stored durably when this returns. @throws ServiceError */
export async function createPortalFromUpload(
  deps: PortalCreationDeps,
  upload: Upload,
): Promise<SignatureJob> {
  const { caller } = upload;
  const { request, bundle } = await readUpload(deps, upload, (xml) =>
    decoding('portal-signature-job-request', () => decodePortalJobRequest(xml)),
  );
  const manifest = decodingManifest(() => decodePortalManifest(bundle.manifest));
  requireSender(manifest, caller);
  const documents = matchDocuments(manifest, bundle.documents);
  return createPortalJob(deps, {
    caller,
    reference: request.reference,
    pollingQueue: request.pollingQueue,
    title: manifest.title,
    nonSensitiveTitle: manifest.nonsensitiveTitle,
    description: manifest.description,
    requiredAuthentication: manifest.requiredAuthentication,
    identifierInSignedDocuments: manifest.identifierInSignedDocuments,
    activationTime: manifest.activationTime,
    availableSeconds: manifest.availableSeconds,
    signers: manifest.signers.map(requestedSigner),
    documents,
  });
}

function requestedSigner(signer: PortalManifestSigner): RequestedPortalSigner {
  const { personalIdentificationNumber: value, signatureType, onBehalfOf, order } = signer;
  const notifications = notificationsOf(signer);
  return {
    address:
      value === undefined ? contactAddress(notifications) : { kind: 'personal-identification-number', value },
    notifications,
    signatureType,
    onBehalfOf,
    order,
  };
}

function notificationsOf({ notifications }: PortalManifestSigner): SignerNotifications {
  if (notifications.kind === 'lookup') return notifications;
  const { email, mobile } = notifications.addresses;
  return {
    kind: 'addresses',
    ...(email !== undefined && { email }),
    ...(mobile !== undefined && { mobile }),
  };
}

/** Who is identified by contact information is so by what notifications are sent to. */
function contactAddress(notifications: SignerNotifications): SignerAddress {
  return notifications.kind === 'lookup' ? { kind: 'contact' } : { ...notifications, kind: 'contact' };
}
