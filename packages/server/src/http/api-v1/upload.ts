/** What both flows' creation requests consist of: a request and a verified document bundle, signed for the sender. */
import { verifyDocumentBundle, type DocumentBundle } from '@segl/formats/asice';
import { organizationNumber, type CertificateStore } from '@segl/formats/x509';
import { ServiceError } from '../../errors.ts';
import { mostDocumentBytes, mostDocuments } from '../../jobs/job-limits.ts';
import type { Clock, Store } from '../../jobs/ports.ts';
import type { Caller } from '../../organisations/access.ts';
import { parseMultipartMixed, type Part } from '../multipart.ts';
import { bundleRefused } from './bundle-errors.ts';

export interface UploadDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Authorities of enterprise certificates. */
  readonly enterpriseTrust: CertificateStore;
  /** How far a bundle's signing time may be from the machine's, milliseconds. */
  readonly signingTimeTolerance: number;
}

/** Room in an upload for all but the documents: ZIP records, manifest, signature, request. */
const SLACK = 2 * 1024 * 1024;
export const mostUploadBytes = mostDocumentBytes + SLACK;

export interface Upload {
  readonly caller: Caller;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}

/**
 * The request's XML, decoded by `decodeRequest` before the bundle is looked into, and the bundle.
 * @throws ServiceError
 */
export async function readUpload<T>(
  deps: UploadDeps,
  { caller, contentType, body }: Upload,
  decodeRequest: (xml: Uint8Array) => T,
): Promise<{ readonly request: T; readonly bundle: DocumentBundle }> {
  const parts = requireBothParts(parseMultipartMixed(contentType, body, 2));
  const request = decodeRequest(parts.request);
  const bundle = await verifyBundle(deps, parts.bundle);
  await requireSignedForSender(deps, caller, bundle);
  return { request, bundle };
}

/** @throws ServiceError SENDER_MISMATCH */
export function requireSender(manifest: { readonly sender: string }, { sender }: Caller): void {
  if (manifest.sender === sender) return;
  throw new ServiceError(
    'SENDER_MISMATCH',
    `The manifest's sender has organisation number ${manifest.sender}, but the request was sent to the address of ${sender}.`,
  );
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

async function verifyBundle(deps: UploadDeps, bytes: Uint8Array): Promise<DocumentBundle> {
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
  { store }: UploadDeps,
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
