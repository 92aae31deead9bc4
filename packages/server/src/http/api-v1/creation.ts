/** From an uploaded request to a stored direct job: each check in its turn. */
import { verifyDocumentBundle, type DocumentBundle } from '@segl/formats/asice';
import { organizationNumber, type CertificateStore } from '@segl/formats/x509';
import {
  decodeDirectJobRequest,
  decodeDirectManifest,
  type DirectManifest,
  type DirectManifestSigner,
} from '@segl/protocol/v1';
import { ServiceError } from '../../errors.ts';
import {
  createDirectJob,
  type CreateDirectJobDeps,
  type CreatedDirectJob,
} from '../../jobs/create-direct-job.ts';
import { mostDocumentBytes, mostDocuments } from '../../jobs/job-limits.ts';
import type { RequestedSigner } from '../../jobs/sector-rules.ts';
import type { Caller } from '../../organisations/access.ts';
import { parseMultipartMixed, type Part } from '../multipart.ts';
import { bundleRefused, decoding, decodingManifest } from './bundle-errors.ts';
import { matchDocuments } from './manifest-documents.ts';

export interface CreationDeps extends CreateDirectJobDeps {
  /** Authorities of enterprise certificates. */
  readonly enterpriseTrust: CertificateStore;
  /** How far a bundle's signing time may be from the machine's, milliseconds. */
  readonly signingTimeTolerance: number;
}

export interface Upload {
  readonly caller: Caller;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

/** The job is stored durably when this returns. @throws ServiceError */
export async function createFromUpload(deps: CreationDeps, upload: Upload): Promise<CreatedDirectJob> {
  const { caller } = upload;
  const parts = requireBothParts(parseMultipartMixed(upload.contentType, upload.body, 2));
  const request = decoding('direct-signature-job-request', () => decodeDirectJobRequest(parts.request));
  const bundle = await verifyBundle(deps, parts.bundle);
  await requireSignedForSender(deps, caller, bundle);
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

/** One part of each kind, told apart by their types and not by their order. */
function requireBothParts(parts: readonly Part[]): { request: Uint8Array; bundle: Uint8Array } {
  const ofType = (essence: string): Part[] => parts.filter(({ mediaType }) => mediaType.essence === essence);
  const [request, secondRequest] = ofType('application/xml');
  const [bundle, secondBundle] = ofType('application/octet-stream');
  if (!request || !bundle || secondRequest || secondBundle) {
    throw new ServiceError(
      'MALFORMED_REQUEST',
      'The multipart body must have one part of type application/xml (the request) and one of type application/octet-stream (the document bundle).',
    );
  }
  return { request: request.content, bundle: bundle.content };
}

async function verifyBundle(deps: CreationDeps, bytes: Uint8Array): Promise<DocumentBundle> {
  const now = deps.clock.wall();
  try {
    return await verifyDocumentBundle(bytes, {
      trust: deps.enterpriseTrust,
      at: new Date(now),
      maxDocumentBytes: mostDocumentBytes,
      maxDocuments: mostDocuments,
      signingTime: {
        notBefore: new Date(now - deps.signingTimeTolerance),
        notAfter: new Date(now + deps.signingTimeTolerance),
      },
    });
  } catch (error) {
    throw bundleRefused(error);
  }
}

/** The bundle is signed by the caller, the sender, or another broker that the sender allows. */
async function requireSignedForSender(
  { store }: CreationDeps,
  caller: Caller,
  { signingCertificate }: DocumentBundle,
): Promise<void> {
  const signedBy = organizationNumber(signingCertificate);
  if (signedBy === caller.sender || signedBy === caller.organization) return;
  const allowed =
    signedBy !== undefined && (await store.transaction((tx) => tx.mayBrokerFor(signedBy, caller.sender)));
  if (allowed) return;
  throw new ServiceError(
    'DOCUMENT_BUNDLE_CERTIFICATE_NOT_TRUSTED',
    `The document bundle is signed with a certificate of ${signedBy ?? 'no organisation'}; it must be that of the sender ${caller.sender} or of a broker that may send for it.`,
  );
}

function requireSender(manifest: DirectManifest, { sender }: Caller): void {
  if (manifest.sender === sender) return;
  throw new ServiceError(
    'SENDER_MISMATCH',
    `The manifest's sender has organisation number ${manifest.sender}, but the request was sent to the address of ${sender}.`,
  );
}

function requestedSigner({ name, signatureType, onBehalfOf }: DirectManifestSigner): RequestedSigner {
  return { address: name, signatureType, onBehalfOf };
}
