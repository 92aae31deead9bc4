/** What a new job of either flow holds, and its manifest's common part. */
import type { IdentifierInSignedDocuments, ManifestDocument, ManifestForm } from '@segl/protocol/v1';

export interface NewJob {
  /** 1 to 80 characters. */
  readonly title: string;
  /** At most 220 characters; shown to the signer. */
  readonly description?: string;
  /** At most 50 characters, yours alone; never personal data. */
  readonly reference?: string;
  /** 1 to 20 PDFs, 10 MiB together. */
  readonly documents: readonly NewDocument[];
  /** Absent: the default queue. */
  readonly pollingQueue?: string;
  readonly requiredAuthentication?: 3 | 4;
  readonly identifierInSignedDocuments?: IdentifierInSignedDocuments;
}

export interface NewDocument {
  /** 1 to 80 characters. */
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Absent: `document-1.pdf`, … */
  readonly fileName?: string;
}

/** A document as it goes into the document bundle. */
export interface DocumentFile extends ManifestDocument {
  readonly bytes: Uint8Array;
}

const PDF = 'application/pdf';

export function documentFiles(documents: readonly NewDocument[]): DocumentFile[] {
  return documents.map(({ title, bytes, fileName }, index) => ({
    title,
    href: fileName ?? `document-${index + 1}.pdf`,
    mime: PDF,
    bytes,
  }));
}

/** The part of a manifest that does not depend on the flow; `sender` is an organisation number. */
export function manifestBasics(job: NewJob, sender: string, files: readonly DocumentFile[]) {
  const form: ManifestForm = 'present';
  return {
    form,
    sender,
    title: job.title,
    description: job.description,
    documents: files.map(({ title, href, mime }) => ({ title, href, mime })),
    requiredAuthentication: job.requiredAuthentication,
    identifierInSignedDocuments: job.identifierInSignedDocuments,
  };
}
