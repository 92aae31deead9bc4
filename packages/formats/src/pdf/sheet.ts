import { dict, name } from './objects.ts';
import type { PdfRef, PdfValue } from './objects.ts';
import { createCanvas } from './canvas.ts';
import type { Canvas, FontsInUse } from './canvas.ts';
import type { Structure, TaggedPage } from './structure.ts';
import { compressed } from './writer.ts';
import type { PdfWriter } from './writer.ts';

/** A4 portrait in points (ISO 216, 72 points an inch). */
export const SHEET_WIDTH = 595.276;
export const SHEET_HEIGHT = 841.89;

/** A page of the signed document while it is drawn. */
export interface Sheet {
  readonly canvas: Canvas;
  readonly tagged: TaggedPage;
  /** Resources beside fonts: category → name → value. */
  readonly resources: Map<string, Map<string, PdfValue>>;
}

/** Names a resource of this sheet; returns the name for the content stream. */
export function addResource(sheet: Sheet, category: string, prefix: string, value: PdfValue): string {
  const entries = sheet.resources.get(category) ?? new Map<string, PdfValue>();
  sheet.resources.set(category, entries);
  const key = `${prefix}${entries.size}`;
  entries.set(key, value);
  return key;
}

export function newSheet(writer: PdfWriter, structure: Structure, use: FontsInUse): Sheet {
  return { canvas: createCanvas(use), tagged: structure.page(writer.reserve()), resources: new Map() };
}

export function writeSheet(sheet: Sheet, parent: PdfRef, writer: PdfWriter): void {
  const fonts = dict(Object.fromEntries([...sheet.canvas.fonts].map(([key, font]) => [key, font.ref])));
  const resources = new Map<string, PdfValue>([['Font', fonts], ...sheet.resources]);
  writer.write(
    sheet.tagged.ref,
    dict({
      Type: name('Page'),
      Parent: parent,
      MediaBox: [0, 0, SHEET_WIDTH, SHEET_HEIGHT],
      Resources: resources,
      Contents: writer.add(compressed({}, sheet.canvas.bytes())),
      StructParents: sheet.tagged.key,
      Tabs: name('S'),
    }),
  );
}
