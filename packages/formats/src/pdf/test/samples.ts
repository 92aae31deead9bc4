import { execFileSync } from 'node:child_process';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { SignedDocumentInput } from '../input.ts';
import { PdfStream, dict, name } from '../objects.ts';
import type { PdfRef, PdfValue } from '../objects.ts';
import { PdfWriter, compressed } from '../writer.ts';

/** PDF files made for the tests, and eyes to look at the results with. */

type Entries = Readonly<Record<string, PdfValue | undefined>>;

interface SamplePage {
  readonly entries?: Entries;
  /** Content stream operators. */
  readonly content?: string | readonly string[];
  readonly annotations?: readonly Entries[];
}

interface SampleOptions {
  readonly pages?: readonly SamplePage[];
  readonly catalog?: Entries;
  /** Of the root of the page tree. */
  readonly tree?: Entries;
}

export const A4 = [0, 0, 595, 842];

/** A small PDF; a function may write objects of its own first and refer to them. */
export function samplePdf(sample: SampleOptions | ((writer: PdfWriter) => SampleOptions) = {}): Uint8Array {
  const writer = new PdfWriter();
  const options = typeof sample === 'function' ? sample(writer) : sample;
  const tree = writer.reserve();
  const font = writer.add(dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') }));
  const pages = options.pages ?? [{}];
  const kids = pages.map((page) => writePage(page, tree, writer));
  writer.write(
    tree,
    dict({
      Type: name('Pages'),
      Kids: kids,
      Count: kids.length,
      MediaBox: A4,
      Resources: dict({ Font: dict({ F: font }) }),
      ...options.tree,
    }),
  );
  const catalog = writer.add(dict({ Type: name('Catalog'), Pages: tree, ...options.catalog }));
  return writer.finish(catalog, writer.add(dict({ Title: Buffer.from('Sample') })));
}

function writePage(page: SamplePage, parent: PdfRef, writer: PdfWriter): PdfRef {
  const content = page.content ?? 'BT /F 20 Tf 60 700 Td (Hello from the source) Tj ET';
  const streams = [content].flat().map((part) => writer.add(compressed({}, Buffer.from(part, 'latin1'))));
  return writer.add(
    dict({
      Type: name('Page'),
      Parent: parent,
      Contents: streams.length === 1 ? streams[0] : streams,
      Annots: page.annotations?.map((annotation) => writer.add(dict({ Type: name('Annot'), ...annotation }))),
      ...page.entries,
    }),
  );
}

/** A form XObject with its own box, filled in one colour. */
export function coloredForm(writer: PdfWriter, color: string, width: number, height: number): PdfRef {
  return writer.add(
    new PdfStream(
      dict({
        Type: name('XObject'),
        Subtype: name('Form'),
        BBox: [0, 0, width, height],
        Resources: dict({}),
      }),
      Buffer.from(`${color} rg 0 0 ${width} ${height} re f`),
    ),
  );
}

/** Content: four corners of a box in four colours and a word, so that any turn, cut or shift shows. */
export function corners([left = 0, bottom = 0, right = 0, top = 0]: readonly number[]): string {
  const w = (right - left) / 3;
  const h = (top - bottom) / 3;
  return [
    `1 0 0 rg ${left} ${bottom} ${w} ${h} re f`,
    `0 0.6 0 rg ${right - w} ${bottom} ${w} ${h} re f`,
    `0 0 1 rg ${right - w} ${top - h} ${w} ${h} re f`,
    `0 g BT /F ${Math.max(6, w / 5)} Tf ${left + w} ${bottom + h} Td (Text) Tj ET`,
  ].join('\n');
}

/** Replaces bytes without moving any: both texts must be equally long. */
export function patched(pdf: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  if (from.length !== to.length || !text.includes(from)) throw new Error(`cannot patch ${from}`);
  return Buffer.from(text.replace(from, to), 'latin1');
}

export function inputFor(changes: Partial<SignedDocumentInput> = {}): SignedDocumentInput {
  return {
    language: 'nb',
    title: 'Avtale om barnehageplass',
    sender: 'Testkommunen',
    signers: [
      {
        name: 'Kari Nordmann',
        identifiers: [{ kind: 'date-of-birth', value: '1980-01-17' }],
        onBehalfOf: 'SELF',
        signature: { kind: 'signed', at: Date.UTC(2026, 10, 24, 12, 2, 11), method: 'ID-porten, nivå 4' },
      },
    ],
    documents: [{ title: 'Avtalen', fileName: 'avtale.pdf', mime: 'application/pdf', bytes: samplePdf() }],
    attachments: [],
    sealName: 'Testforsegling',
    serviceName: 'Segl',
    validationAddress: 'https://segl.example/kontroll',
    createdAt: Date.UTC(2026, 10, 24, 12, 2, 16),
    ...changes,
  };
}

interface ReadPdf {
  /** Text of each page, lines joined by spaces. */
  readonly texts: readonly string[];
  readonly attachments: ReadonlyMap<string, { readonly content: Uint8Array; readonly description: string }>;
  readonly title: string | undefined;
  readonly outline: readonly string[];
}

/** What pdf.js finds in a file. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0, stopAtErrors: true });
  try {
    const document = await task.promise;
    const texts: string[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      texts.push(
        items
          .map((item) => ('str' in item ? item.str : ''))
          .join(' ')
          .replace(/ +/g, ' '),
      );
    }
    const attachments = new Map<string, { content: Uint8Array; description: string }>();
    for (const [id, file] of (await document.getAttachments()) ?? []) {
      const content = (await document.getAttachmentContent(id)) as Uint8Array;
      attachments.set(file.filename, { content, description: file.description });
    }
    const { info } = await document.getMetadata();
    const outline = (await document.getOutline()) as { title: string }[] | null;
    return {
      texts,
      attachments,
      title: (info as { Title?: string }).Title,
      outline: (outline ?? []).map((item) => item.title),
    };
  } finally {
    await task.destroy();
  }
}

/** Whether a command line tool is there; says so when not, so that a skipped test is seen. */
export function hasTool(tool: string): boolean {
  try {
    execFileSync(tool, ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    const isThere = (error as { code?: string }).code !== 'ENOENT';
    if (!isThere) process.stderr.write(`skipped: ${tool} is not installed\n`);
    return isThere;
  }
}
