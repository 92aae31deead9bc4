/** Limits of a job that hold for every sender. The message schemas check some of them too; here none can be passed by. */
import { MAX_PAGES } from '@segl/formats/pdf';
import { ServiceError, type ErrorCode } from '../errors.ts';
import { isEmailAddress, toE164 } from './contact-addresses.ts';
import type { Flow, SignerAddress } from './model.ts';

const longest = { title: 80, description: 220, reference: 50, identifier: 80, queue: 100, fileName: 512 };
export const mostDocuments = 20;
const mostSigners = 10;
/** Documents of one job together, in bytes. */
export const mostDocumentBytes = 10_485_760;
/** Pages of one job together: with the overview in front the signed document stays within what PDFs here may have. */
const mostPages = MAX_PAGES - 500;

interface Limited {
  readonly reference: string | undefined;
  readonly pollingQueue: string;
  readonly title: string;
  readonly nonSensitiveTitle?: string | undefined;
  readonly description: string | undefined;
  readonly documents: readonly {
    readonly title: string;
    readonly fileName: string;
    /** Bytes. */
    readonly size: number;
  }[];
  readonly signers: readonly unknown[];
}

/**
 * @throws ServiceError MANIFEST_INVALID, MALFORMED_REQUEST, POLLING_QUEUE_INVALID, DOCUMENT_REFUSED,
 * DOCUMENTS_TOO_LARGE, SIGNER_INVALID
 */
export function checkLimits(job: Limited): void {
  text('MANIFEST_INVALID', 'title of the job', job.title, 1, longest.title);
  if (job.nonSensitiveTitle !== undefined)
    text('MANIFEST_INVALID', 'nonsensitive-title', job.nonSensitiveTitle, 1, longest.title);
  text('MANIFEST_INVALID', 'description', job.description ?? '', 0, longest.description);
  text('MALFORMED_REQUEST', 'reference', job.reference ?? '', 0, longest.reference);
  text('POLLING_QUEUE_INVALID', 'polling-queue', job.pollingQueue, 0, longest.queue);
  count('MANIFEST_INVALID', 'documents', job.documents.length, mostDocuments);
  for (const [index, { title }] of job.documents.entries()) {
    text('MANIFEST_INVALID', `title of document ${index + 1}`, title, 1, longest.title);
  }
  checkFileNames(job.documents.map(({ fileName }) => fileName));
  const bytes = job.documents.reduce((sum, { size }) => sum + size, 0);
  if (bytes > mostDocumentBytes) {
    throw new ServiceError(
      'DOCUMENTS_TOO_LARGE',
      `The documents are ${bytes} bytes together; at most ${mostDocumentBytes} are allowed.`,
    );
  }
  count('SIGNER_INVALID', 'signers', job.signers.length, mostSigners);
}

/** @throws ServiceError DOCUMENT_REFUSED when the pages of all documents are too many for one signed document */
export function checkPages(documents: readonly { readonly pages: number }[]): void {
  const pages = documents.reduce((sum, document) => sum + document.pages, 0);
  if (pages <= mostPages) return;
  throw new ServiceError(
    'DOCUMENT_REFUSED',
    `The documents have ${pages} pages together; at most ${mostPages} are allowed.`,
  );
}

/** Signatures refer to documents by name, and people unpack them side by side: no two may become one file. */
function checkFileNames(fileNames: readonly string[]): void {
  const seen = new Map<string, number>();
  for (const [index, fileName] of fileNames.entries()) {
    const place = `file name of document ${index + 1}`;
    text('DOCUMENT_REFUSED', place, fileName, 1, longest.fileName);
    const comparable = fileName.normalize('NFC').toLowerCase();
    const other = seen.get(comparable);
    if (other !== undefined) {
      throw new ServiceError(
        'DOCUMENT_REFUSED',
        `The ${place} is that of document ${other + 1} too; each document needs a name of its own.`,
      );
    }
    seen.set(comparable, index);
  }
}

/**
 * Direct jobs: each signer by 11 digits or by an identifier of the sender's. Portal jobs: by 11 digits or by contact
 * details. Each once.
 * @throws ServiceError SIGNER_INVALID
 */
export function checkAddresses(flow: Flow, addresses: readonly SignerAddress[]): void {
  const seen = new Set<string>();
  for (const [index, address] of addresses.entries()) {
    const place = `signer ${index + 1}`;
    checkAddress(flow, place, address);
    const key = JSON.stringify([
      address.kind,
      address.kind === 'contact' ? [address.email?.toLowerCase(), address.mobile] : address.value,
    ]);
    if (seen.has(key))
      invalidSigner(place, 'has the same identifier as an earlier signer; each may be named once');
    seen.add(key);
  }
}

function checkAddress(flow: Flow, place: string, address: SignerAddress): void {
  if (address.kind === 'contact') {
    if (flow === 'direct')
      invalidSigner(place, 'is addressed by contact details, which only portal jobs allow');
    return;
  }
  if (address.kind === 'signer-identifier') {
    if (flow === 'portal')
      invalidSigner(place, 'has a signer-identifier of the sender, which only direct jobs allow');
    text('SIGNER_INVALID', `signer-identifier of ${place}`, address.value, 1, longest.identifier);
  } else if (!/^\d{11}$/.test(address.value)) {
    invalidSigner(place, 'has a personal-identification-number that is not 11 digits');
  }
}

/**
 * Addresses that a message can be sent to: at least one, each in order.
 * @throws ServiceError SIGNER_INVALID
 */
export function checkContacts(
  signers: readonly { readonly email?: string | undefined; readonly mobile?: string | undefined }[],
): void {
  for (const [index, { email, mobile }] of signers.entries()) {
    const place = `signer ${index + 1}`;
    if (email === undefined && mobile === undefined)
      invalidSigner(place, 'needs an email address or a mobile number for notifications');
    if (email !== undefined && !isEmailAddress(email))
      invalidSigner(place, 'has an email address that no message can be sent to');
    if (mobile !== undefined && toE164(mobile) === undefined)
      invalidSigner(
        place,
        'has a mobile number that is neither 8 Norwegian digits nor + and an international number',
      );
  }
}

function text(code: ErrorCode, what: string, value: string, shortest: number, most: number): void {
  const length = Array.from(value).length;
  if (length < shortest) throw new ServiceError(code, `The ${what} is empty.`);
  if (length > most) {
    throw new ServiceError(code, `The ${what} is ${length} characters long; at most ${most} are allowed.`);
  }
}

function count(code: ErrorCode, what: string, number: number, most: number): void {
  if (number < 1 || number > most) {
    throw new ServiceError(code, `The job has ${number} ${what}; there must be 1 to ${most}.`);
  }
}

function invalidSigner(place: string, why: string): never {
  throw new ServiceError('SIGNER_INVALID', `The ${place} ${why}.`);
}
