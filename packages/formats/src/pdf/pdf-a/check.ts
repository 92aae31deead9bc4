import { overlaysOf } from '../annotations.ts';
import { contentStreams } from '../drawable.ts';
import { PdfStream, asDict } from '../objects.ts';
import type { PdfDict } from '../objects.ts';
import type { Page } from '../page-tree.ts';
import type { PdfFile } from '../reader.ts';
import { checkColorSpace } from './check-colors.ts';
import { checkContent, type ContentChecking } from './check-content.ts';
import { checkFonts, type Shown } from './check-fonts.ts';
import { checkStream } from './check-objects.ts';
import { pdfAClaim } from './claim.ts';
import { outputProfile, type OutputProfile } from './icc.ts';
import type { PdfAProblem } from './problems.ts';

/** Whether what is taken from a file can stand in a PDF/A-3b file. */
export interface PdfAFindings {
  readonly isPdfA: boolean;
  /** Of the file's output intent, when it has one. */
  readonly profile: OutputProfile | undefined;
  /** Each once; empty for a file that makes no claim, too. */
  readonly problems: readonly PdfAProblem[];
}

const NOT_PDF_A: PdfAFindings = { isPdfA: false, profile: undefined, problems: [] };

/**
 * Looks through everything that the pages draw with, for a file that claims to be PDF/A of part 1, 2 or 3: a claim alone is
 * not believed. What is not taken along, such as structure and metadata, is not looked at.
 *
 * `spotColors` is to be the same map for all files that become one.
 */
export function checkPdfA(
  file: PdfFile,
  pages: readonly Page[],
  spotColors: Map<string, unknown> = new Map(),
): PdfAFindings {
  const claim = pdfAClaim(file);
  if (claim === undefined || claim.part > 3) return NOT_PDF_A;
  const problems = new Set<PdfAProblem>();
  const found = outputProfile(file);
  if (found === 'invalid') problems.add('icc-profile');
  const profile = found === 'invalid' ? undefined : found;
  const checking: ContentChecking = {
    ...{ file, profile, spotColors },
    fonts: new Map<PdfDict, Shown>(),
    visited: new Set(),
    report: (problem) => problems.add(problem),
  };
  try {
    for (const page of pages) {
      // Part 1 lets pages inherit them (ISO 19005-2, 6.2.2).
      if (claim.part > 1 && !page.dict.has('Resources')) problems.add('resources');
      checkPage(checking, page);
    }
    checkFonts(checking, checking.fonts, claim.part);
  } catch {
    // Whatever a malformed font or stream provokes is a doubt, and any doubt is enough.
    problems.add('content-stream');
  }
  return { isPdfA: problems.size === 0, profile, problems: [...problems] };
}

function checkPage(checking: ContentChecking, page: Page): void {
  const { file } = checking;
  const { resolve } = file;
  const resources = asDict(resolve(page.resources));
  const streams = contentStreams(file, page);
  for (const stream of streams) checkStream(checking, stream);
  const parts = streams.flatMap((stream) => [file.decode(stream), Buffer.from('\n')]);
  checkContent(checking, Buffer.concat(parts), resources);
  const group = asDict(resolve(page.dict.get('Group')));
  if (group?.has('CS') === true) checkColorSpace(checking, group.get('CS'), resources);
  for (const overlay of overlaysOf(page, resolve)) {
    if (overlay.kind === 'appearance') {
      const form = resolve(overlay.form);
      const drawn = new Map([['XObject', new Map([['A', form]])]]);
      if (form instanceof PdfStream) checkContent(checking, Buffer.from('/A Do'), drawn);
    } else if (overlay.color.length === 4) checking.report('device-color');
  }
}
