import { createHash } from 'node:crypto';
import { PdfStream, dict, name, textString } from './objects.ts';
import type { PdfDict, PdfRef, PdfValue } from './objects.ts';
import { pdfDate } from './dates.ts';
import { refusal } from './errors.ts';
import type { DocumentAttachment } from './input.ts';
import { compressed } from './writer.ts';
import type { PdfWriter } from './writer.ts';

/** Embedded files that are associated with the document (ISO 32000-1, 7.11.4; ISO 32000-2, 14.13). */
interface WrittenAttachments {
  /** For the catalog's Names. */
  readonly names: PdfDict;
  /** For the catalog's AF. */
  readonly associated: PdfRef[];
}

export function writeAttachments(
  attachments: readonly DocumentAttachment[],
  createdAt: number,
  writer: PdfWriter,
): WrittenAttachments {
  const entries = attachments.map((attachment) => ({
    key: textString(attachment.name),
    spec: writer.add(fileSpecification(attachment, createdAt, writer)),
  }));
  const sorted = entries.toSorted((a, b) => Buffer.compare(a.key, b.key));
  sorted.forEach((entry, index) => {
    const next = sorted[index + 1];
    if (next !== undefined && Buffer.compare(entry.key, next.key) === 0)
      throw refusal('PDF_ATTACHMENT_NAME_DUPLICATE', 'Two attachments have the same file name.');
  });
  const names: PdfValue[] = sorted.flatMap(({ key, spec }) => [key, spec]);
  return {
    names: dict({ EmbeddedFiles: writer.add(dict({ Names: names })) }),
    associated: entries.map(({ spec }) => spec),
  };
}

function fileSpecification(attachment: DocumentAttachment, createdAt: number, writer: PdfWriter): PdfDict {
  const file = writer.add(embeddedFile(attachment, attachment.modifiedAt ?? createdAt));
  return dict({
    Type: name('Filespec'),
    F: Buffer.from(attachment.name.normalize('NFKD').replace(/[^\x20-\x7e]/g, ''), 'latin1'),
    UF: textString(attachment.name),
    Desc: textString(attachment.description),
    AFRelationship: name(attachment.relationship),
    EF: dict({ F: file, UF: file }),
  });
}

function embeddedFile(attachment: DocumentAttachment, modifiedAt: number): PdfStream {
  const { bytes, mime } = attachment;
  const entries = {
    Type: name('EmbeddedFile'),
    Subtype: name(mime),
    Params: dict({
      Size: bytes.length,
      CreationDate: pdfDate(modifiedAt),
      ModDate: pdfDate(modifiedAt),
      CheckSum: createHash('md5').update(bytes).digest(),
    }),
  };
  // PDF and other binary files are compressed inside already.
  return /xml|^text\/|json/.test(mime) ? compressed(entries, bytes) : new PdfStream(dict(entries), bytes);
}
