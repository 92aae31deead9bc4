import { FormatError } from '../errors/index.ts';

/** Every reason a document is refused. Messages are written for the sender who chose the file. */
export type PdfErrorCode =
  | 'PDF_NOT_A_PDF'
  | 'PDF_DAMAGED'
  | 'PDF_ENCRYPTED'
  | 'PDF_VERSION_UNSUPPORTED'
  | 'PDF_NO_PAGES'
  | 'PDF_PAGE_INVALID'
  | 'PDF_READERS_DISAGREE'
  | 'PDF_TOO_COMPLEX'
  | 'PDF_JAVASCRIPT'
  | 'PDF_LAUNCH_ACTION'
  | 'PDF_XFA_FORM'
  | 'PDF_FORM_WITHOUT_APPEARANCE'
  | 'PDF_ANNOTATION_UNSUPPORTED'
  | 'PDF_LAYERS_UNSUPPORTED'
  | 'PDF_PORTFOLIO'
  | 'PDF_EXTERNAL_CONTENT'
  | 'PDF_GLYPH_MISSING'
  | 'PDF_ATTACHMENT_NAME_DUPLICATE'
  | 'TEXT_NOT_UTF8'
  | 'TEXT_CONTROL_CHARACTER';

/** Builds the error for a refused document; `where` is a page ("page 3") or object ("object 12"). */
export function refusal(
  code: PdfErrorCode,
  message: string,
  where?: string,
  cause?: unknown,
): FormatError<PdfErrorCode> {
  return new FormatError(code, message, {
    ...(where === undefined ? {} : { where }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The file breaks the PDF syntax; opening and saving it again in a PDF program usually mends it. */
export function damaged(what: string, where?: string, cause?: unknown): FormatError<PdfErrorCode> {
  return refusal(
    'PDF_DAMAGED',
    `The PDF is damaged (${what}). Open it in a PDF program, save it as a new file and use that.`,
    where,
    cause,
  );
}

/** The file asks for more work than any ordinary document. */
export function tooComplex(what: string): FormatError<PdfErrorCode> {
  return refusal('PDF_TOO_COMPLEX', `The PDF is too large or too complex to be signed here (${what}).`);
}
