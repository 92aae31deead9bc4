/** From an uploaded request to a stored direct job: each check in its turn. */
import { decodeDirectJobRequest, decodeDirectManifest, type DirectManifestSigner } from '@segl/protocol/v1';
import {
  createDirectJob,
  type CreateDirectJobDeps,
  type CreatedDirectJob,
} from '../../jobs/create-direct-job.ts';
import type { RequestedSigner } from '../../jobs/sector-rules.ts';
import { decoding, decodingManifest } from './bundle-errors.ts';
import { matchDocuments } from './manifest-documents.ts';
import { readUpload, requireSender, type Upload, type UploadDeps } from './upload.ts';

export interface DirectCreationDeps extends CreateDirectJobDeps, UploadDeps {}

/** The job is stored durably when this returns. @throws ServiceError */
export async function createDirectFromUpload(
  deps: DirectCreationDeps,
  upload: Upload,
): Promise<CreatedDirectJob> {
  const { caller } = upload;
  const { request, bundle } = await readUpload(deps, upload, (xml) =>
    decoding('direct-signature-job-request', () => decodeDirectJobRequest(xml)),
  );
  const manifest = decodingManifest(() => decodeDirectManifest(bundle.manifest));
  requireSender(manifest, caller);
  const documents = matchDocuments(manifest, bundle.documents);
  return createDirectJob(deps, {
    caller,
    reference: request.reference,
    exitUrls: request.exitUrls,
    statusRetrievalMethod: request.statusRetrievalMethod,
    pollingQueue: request.pollingQueue,
    title: manifest.title,
    description: manifest.description,
    requiredAuthentication: manifest.requiredAuthentication,
    identifierInSignedDocuments: manifest.identifierInSignedDocuments,
    signers: manifest.signers.map(requestedSigner),
    documents,
  });
}

function requestedSigner({ name, signatureType, onBehalfOf }: DirectManifestSigner): RequestedSigner {
  return { address: name, signatureType, onBehalfOf };
}
