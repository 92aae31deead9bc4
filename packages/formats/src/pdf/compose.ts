import type { SignedDocumentInput, SourceDocument } from './input.ts';
import { writeAttachments } from './attachments.ts';
import { INK } from './canvas.ts';
import type { FontsInUse } from './canvas.ts';
import { glyphMissing, layOutText } from './text-pages.ts';
import { useFont } from './fonts/embed.ts';
import { fontOf, missingGlyphs } from './fonts/font-set.ts';
import { prepareShaping } from './fonts/shape.ts';
import type { FontKey } from './fonts/font-set.ts';
import { createFooter } from './footer.ts';
import { drawFrontPage } from './front-page.ts';
import { writeLogo } from './logo.ts';
import { writeInfo, writeXmp } from './metadata.ts';
import { dict, name, textString } from './objects.ts';
import type { PdfDict, PdfRef } from './objects.ts';
import { readPages } from './page-tree.ts';
import { checkPdfA, type PdfAFindings } from './pdf-a/check.ts';
import { pdfAClaim } from './pdf-a/claim.ts';
import { adaptationFor, outputIntent } from './pdf-a/conform.ts';
import type { PdfFile } from './reader.ts';
import { openSource } from './source-file.ts';
import { SHEET_HEIGHT, newSheet, writeSheet } from './sheet.ts';
import type { Sheet } from './sheet.ts';
import { drawSourcePage, layersOf, openSourcePages } from './source-pages.ts';
import type { SourcePages } from './source-pages.ts';
import { createStructure } from './structure.ts';
import type { Element, Structure } from './structure.ts';
import { wordsOf } from './words.ts';
import { PdfWriter } from './writer.ts';

/** A document, opened: the pages of a PDF, or the lines of a text. */
type Opened =
  | { readonly kind: 'pdf'; readonly document: SourceDocument; readonly source: SourcePages }
  | {
      readonly kind: 'text';
      readonly document: SourceDocument;
      readonly pages: readonly (readonly string[])[];
    };

interface Bookmark {
  readonly title: string;
  readonly page: PdfRef;
}

const TEXT_LEFT = 62;
const TEXT_TOP = SHEET_HEIGHT - 60;
const TEXT_SIZE = 8.9;
const TEXT_LEADING = 11.8;

/**
 * Builds the document people open, before it is sealed: PDF 1.7 (PDF/A-3b when all documents are PDF/A), A4, tagged front page, every page of every
 * document with a footer, attachments as associated files.
 *
 * Throws FormatError PDF_GLYPH_MISSING for names and titles that cannot be shown, and every refusal of
 * `inspectPdf` for documents that were not inspected before.
 */
export async function composeSignedDocument(
  input: SignedDocumentInput,
  options: ComposeOptions = {},
): Promise<Uint8Array> {
  const texts = ownTexts(input);
  const missing = missingGlyphs(texts.join(' '));
  if (missing.length > 0) throw glyphMissing(missing);
  await prepareShaping(texts);
  return compose(input, options);
}

export interface ComposeOptions {
  /**
   * Bytes by which the document's memory can grow, for `sealPdf` to write into instead of copying the document. Only
   * what is used of it takes memory. Absent: none.
   */
  readonly room?: number;
}

function compose(input: SignedDocumentInput, { room = 0 }: ComposeOptions): Uint8Array {
  const writer = new PdfWriter();
  const structure = createStructure(writer, input.title);
  const { use, embedAll } = fontsInUse(writer);
  const footer = createFooter(input);
  const files = input.documents.map(({ mime, bytes }) =>
    mime === 'application/pdf' ? openSource(bytes).file : undefined,
  );
  const conformance = pdfAOf(input.documents, files);
  const opened = input.documents.map((document, index) =>
    openDocument(document, files[index], writer, conformance?.[index]),
  );
  const sheets: Sheet[] = [];
  const nextSheet = (): Sheet => {
    const sheet = newSheet(writer, structure, use);
    sheets.push(sheet);
    return sheet;
  };
  const logo = writeLogo(input.logo, writer);
  drawFrontPage({ ...input, pageCounts: opened.map(pageCount), logo }, structure, nextSheet, footer.height);
  const bookmarks: Bookmark[] = [];
  const addBookmark = (title: string, sheet: Sheet | undefined): void => {
    if (sheet !== undefined) bookmarks.push({ title, page: sheet.tagged.ref });
  };
  addBookmark(wordsOf(input.language).frontPage, sheets[0]);
  for (const document of opened) {
    const first = sheets.length;
    drawDocument(document, structure, nextSheet, footer.height, writer);
    addBookmark(document.document.title, sheets[first]);
  }
  const pagesRef = writer.reserve();
  sheets.forEach((sheet, index) => {
    footer.draw(sheet, index + 1, sheets.length);
    writeSheet(sheet, pagesRef, writer);
  });
  const kids = sheets.map((sheet) => sheet.tagged.ref);
  writer.write(pagesRef, dict({ Type: name('Pages'), Kids: kids, Count: kids.length }));
  for (const document of opened) if (document.kind === 'pdf') document.source.copier.flush();
  embedAll();
  const { names, associated } = writeAttachments(input.attachments, input.createdAt, writer);
  const catalog = writer.add(
    dict({
      Type: name('Catalog'),
      Pages: pagesRef,
      Lang: textString(input.language),
      MarkInfo: dict({ Marked: true }),
      StructTreeRoot: structure.write(),
      ViewerPreferences: dict({ DisplayDocTitle: true }),
      Metadata: writeXmp(input, writer, conformance !== undefined),
      OutputIntents: conformance && [outputIntent(writer)],
      Outlines: writeOutlines(bookmarks, writer),
      OCProperties: layerProperties(opened, conformance !== undefined),
      Names: names,
      AF: associated,
    }),
  );
  return writer.finish(catalog, writeInfo(input, writer), room);
}

/** Everything that the service's own fonts draw, but for text documents. */
function ownTexts(input: SignedDocumentInput): string[] {
  return [
    input.title,
    input.sender,
    input.sealName,
    input.serviceName,
    input.validationAddress ?? '',
    ...input.signers.flatMap((signer) => [
      signer.name,
      ...signer.identifiers.map((line) => line.value),
      signer.signature.kind === 'signed' ? signer.signature.method : '',
    ]),
    ...input.documents.flatMap((document) => [document.title, document.fileName]),
    ...input.attachments.flatMap((attachment) => [attachment.name, attachment.description]),
  ];
}

function fontsInUse(writer: PdfWriter): { use: FontsInUse; embedAll: () => void } {
  const fonts = new Map<FontKey, ReturnType<typeof useFont>>();
  return {
    use: (key) => {
      let font = fonts.get(key);
      if (font === undefined) {
        font = useFont(fontOf(key), writer);
        fonts.set(key, font);
      }
      return font;
    },
    embedAll: () => fonts.forEach((font) => font.embed()),
  };
}

/** Of each document, when all are PDF/A and can become one file that is; else undefined. */
function pdfAOf(
  documents: readonly SourceDocument[],
  files: readonly (PdfFile | undefined)[],
): readonly PdfAFindings[] | undefined {
  if (!files.every((file) => file !== undefined && pdfAClaim(file) !== undefined)) return undefined;
  const spotColors = new Map<string, unknown>();
  const findings: PdfAFindings[] = [];
  for (const { bytes } of documents) {
    // Opened anew: what is unpacked to be checked must not count against what is unpacked to be drawn.
    const { file } = openSource(bytes);
    const found = checkPdfA(file, readPages(file), spotColors);
    if (!found.isPdfA) return undefined;
    findings.push(found);
  }
  return findings;
}

/** @param file absent for a text */
function openDocument(
  document: SourceDocument,
  file: PdfFile | undefined,
  writer: PdfWriter,
  pdfA: PdfAFindings | undefined,
): Opened {
  if (file === undefined) return { kind: 'text', document, pages: layOutText(document.bytes) };
  const adaptation = pdfA && adaptationFor(pdfA, writer);
  return { kind: 'pdf', document, source: openSourcePages(file, writer, adaptation) };
}

function pageCount(opened: Opened): number {
  return opened.kind === 'pdf' ? opened.source.pages.length : opened.pages.length;
}

function drawDocument(
  opened: Opened,
  structure: Structure,
  nextSheet: () => Sheet,
  band: number,
  writer: PdfWriter,
): void {
  const section = structure.element(structure.root, 'Sect', { T: textString(opened.document.title) });
  if (opened.kind === 'text')
    for (const lines of opened.pages) drawTextPage(lines, section, structure, nextSheet());
  else
    for (const page of opened.source.pages) {
      const sheet = nextSheet();
      const paragraph = structure.element(section, 'P');
      drawSourcePage(opened.source, page, sheet, band, writer, (content) =>
        sheet.canvas.tagged('P', structure.mark(paragraph, sheet.tagged), content),
      );
    }
}

function drawTextPage(lines: readonly string[], section: Element, structure: Structure, sheet: Sheet): void {
  const paragraph = structure.element(section, 'P');
  sheet.canvas.tagged('P', structure.mark(paragraph, sheet.tagged), () =>
    lines.forEach((line, row) =>
      sheet.canvas.text(TEXT_LEFT, TEXT_TOP - row * TEXT_LEADING, `${line} `, {
        face: 'mono',
        size: TEXT_SIZE,
        color: INK,
      }),
    ),
  );
}

/** Bookmarks to the overview and to each document (ISO 32000-1, 12.3.3). */
function writeOutlines(bookmarks: readonly Bookmark[], writer: PdfWriter): PdfRef {
  const root = writer.reserve();
  const refs = bookmarks.map(() => writer.reserve());
  bookmarks.forEach((bookmark, index) => {
    const ref = refs[index];
    if (ref !== undefined)
      writer.write(
        ref,
        dict({
          Title: textString(bookmark.title),
          Parent: root,
          Prev: refs[index - 1],
          Next: refs[index + 1],
          Dest: [bookmark.page, name('XYZ'), 0, SHEET_HEIGHT, null],
        }),
      );
  });
  writer.write(root, dict({ Type: name('Outlines'), First: refs[0], Last: refs.at(-1), Count: refs.length }));
  return root;
}

/** Layers keep the state they are shown in; viewers are not to offer switching them (8.11.4). */
function layerProperties(opened: readonly Opened[], isPdfA: boolean): PdfDict | undefined {
  const layers = opened.flatMap((document) => (document.kind === 'pdf' ? [layersOf(document.source)] : []));
  const all = layers.flatMap((layer) => layer.all);
  if (all.length === 0) return undefined;
  const off = layers.flatMap((layer) => layer.off);
  // PDF/A wants an order to name all layers, or none to be there (ISO 19005-3, 6.9).
  const order = isPdfA ? undefined : [];
  return dict({ OCGs: all, D: dict({ Name: textString('Segl'), OFF: off, Locked: all, Order: order }) });
}
