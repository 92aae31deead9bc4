import { FormatError } from '../errors/index.ts';
import { openPdf, openRepaired } from './reader.ts';
import type { PdfFile } from './reader.ts';
import { refuseActiveContent } from './refusals.ts';

/** A sender's file, read through. */
export interface SourceFile {
  readonly file: PdfFile;
  /** Its cross-reference table or its lengths were wrong, and it was read without them. */
  readonly isRepaired: boolean;
}

/**
 * Reads every object, and again by looking for objects when the file is damaged. The same bytes are always read the same
 * way. Throws PDF_* when both fail, and for active content.
 */
export function openSource(bytes: Uint8Array): SourceFile {
  try {
    const file = openPdf(bytes);
    refuseActiveContent(file);
    return { file, isRepaired: false };
  } catch (error) {
    if (!(error instanceof FormatError) || error.code !== 'PDF_DAMAGED') throw error;
    const file = openRepaired(bytes);
    refuseActiveContent(file);
    return { file, isRepaired: true };
  }
}
