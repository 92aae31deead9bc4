export { inspectPdf, inspectText, requireGlyphs } from './inspect.ts';
export type { InspectOptions, InspectedPdf } from './inspect.ts';
export { MAX_PAGES } from './page-tree.ts';
export { composeSignedDocument } from './compose.ts';
export { missingGlyphs } from './fonts/font-set.ts';
export type { PdfErrorCode } from './errors.ts';
export type {
  DocumentAttachment,
  DocumentLanguage,
  DocumentSignature,
  DocumentSigner,
  SignedDocumentInput,
  SignerIdentifierLine,
  SourceDocument,
} from './input.ts';
