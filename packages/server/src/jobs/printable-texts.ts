/** Whatever a signed document will show must be showable: said to the sender now, not when the signers have signed. */
import { requireGlyphs } from '@segl/formats/pdf';
import { FormatError } from '@segl/formats/errors';
import { ServiceError, type ErrorCode } from '../errors.ts';
import type { Organisation } from './model.ts';

interface Printed {
  readonly title: string;
  readonly documents: readonly { readonly title: string; readonly fileName: string }[];
}

/**
 * The job's title, every document's title and file name, and the sender's name. A job's description and its signers'
 * identifiers stand in no signed document.
 * @throws ServiceError MANIFEST_INVALID, DOCUMENT_REFUSED, INTERNAL_ERROR (the sender's name, which is the operator's)
 */
export function checkPrintable(job: Printed, sender: Organisation): void {
  printable('MANIFEST_INVALID', 'title of the job', job.title);
  for (const [index, { title, fileName }] of job.documents.entries()) {
    printable('MANIFEST_INVALID', `title of document ${index + 1}`, title);
    printable('DOCUMENT_REFUSED', `file name of document ${index + 1}`, fileName);
  }
  printable('INTERNAL_ERROR', `name that this service has for ${sender.number}`, sender.name);
}

function printable(code: ErrorCode, what: string, text: string): void {
  try {
    requireGlyphs(text);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new ServiceError(code, `The ${what} cannot be used: ${error.message}`, { cause: error });
  }
}
