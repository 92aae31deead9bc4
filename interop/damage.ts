/** Copies of signed files with one thing wrong in each. */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cmsTimestamp, pdfSeal } from './extract.ts';
import type { Sample } from './results.ts';

/** What is done to each kind; a later revision is written in Java (Revise.java). */
const damages = {
  xades: ['document', 'signature-value', 'signed-properties', 'evidence', 'time-stamp'],
  pades: [
    ...(['page-content', 'front-page', 'attachment', 'cms', 'time-stamp'] as const),
    ...(['validation-data', 'document-time-stamp', 'appended-bytes', 'truncated'] as const),
  ],
  asice: ['truncated'],
} as const;

export type Damage = (typeof damages)[Sample['kind']][number] | 'later-revision';

/** Writes every damaged copy of the sample into a folder of its own below `folder`. */
export async function damage(sample: Sample, folder: string): Promise<Sample[]> {
  const copies: Sample[] = [];
  for (const name of damages[sample.kind]) {
    const own = join(folder, sample.id.replaceAll('/', '-'), name);
    const documents = join(own, 'documents');
    await mkdir(own, { recursive: true });
    await cp(sample.documents, documents, { recursive: true });
    const file = join(own, basename(sample.file));
    const original = await readFile(sample.file);
    if (name === 'document') await damageDocument(documents);
    await writeFile(file, await damaged(name, sample.kind, original, join(own, 'scratch.der')));
    copies.push({ id: `${sample.id} [${name}]`, kind: sample.kind, file, documents, damage: name });
  }
  return copies;
}

async function damaged(
  name: Damage,
  kind: Sample['kind'],
  original: Buffer,
  scratch: string,
): Promise<Uint8Array> {
  if (kind === 'xades') return Buffer.from(damagedXades(name, original.toString('utf8')));
  if (kind === 'asice') return original.subarray(0, original.length / 2);
  if (name === 'appended-bytes') return Buffer.concat([original, Buffer.from('\nappended\n')]);
  const place = placeOf(name, original);
  if (place !== undefined) return flipBit(original, place);
  const { cms, offset } = pdfSeal(original);
  if (name === 'truncated') return original.subarray(0, offset + cms.length);
  const { signatureOffset, token } = await cmsTimestamp(cms, scratch);
  const at = name === 'cms' ? signatureOffset + 20 : Buffer.from(cms).indexOf(token) + token.length - 20;
  return replaceHex(original, offset + 2 * at, (cms[at] ?? 0) ^ 1);
}

function damagedXades(name: Damage, xml: string): string {
  switch (name) {
    case 'signature-value':
      return replaceGroup(xml, /<ds:SignatureValue[^>]*>([^<]*)</, flipBase64);
    case 'time-stamp':
      return replaceGroup(xml, /<xades:EncapsulatedTimeStamp[^>]*>([^<]*)</, flipBase64);
    case 'signed-properties':
      return replaceGroup(xml, /<xades:SigningTime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d(\d)/, otherDigit);
    case 'evidence':
      return replaceGroup(xml, /<ds:Object [^>]*>.*?>[^<>]*?([A-Za-z])[^<>]*<\//s, otherCase);
    default:
      return xml;
  }
}

async function damageDocument(documents: string): Promise<void> {
  const [first] = (await readdir(documents)).sort();
  if (first === undefined) throw new Error('The sample has no documents');
  const file = join(documents, first);
  const bytes = await readFile(file);
  await writeFile(file, flipBit(bytes, bytes.length >> 1));
}

/** Where one bit is to change; undefined for damage of another kind. */
function placeOf(name: Damage, pdf: Buffer): number | undefined {
  switch (name) {
    case 'page-content':
      // The first stream: something that is drawn, or a resource of it.
      return withinStream(pdf, 0);
    case 'front-page': {
      const page = pdf.toString('latin1', found(pdf, '/Type /Page', /\/Type \/Page\b(?!s)/));
      const [, content = ''] = /\/Contents (\d+) 0 R/.exec(page) ?? [];
      return withinStream(pdf, found(pdf, `object ${content}`, new RegExp(`\\n${content} 0 obj`)));
    }
    case 'attachment':
      return withinStream(pdf, found(pdf, 'an attachment', /\/Type \/EmbeddedFile\b/));
    case 'validation-data':
      return found(pdf, 'validation data', /\/Type \/DSS\b[^>]*\/Certs/) + '/Type /DSS'.length + 3;
    case 'document-time-stamp': {
      const stamp = found(pdf, 'a document time-stamp', /\/SubFilter \/ETSI\.RFC3161/);
      return pdf.indexOf('/Contents <', stamp) + 300;
    }
    default:
      return undefined;
  }
}

function found(pdf: Buffer, what: string, pattern: RegExp): number {
  const place = pdf.toString('latin1').search(pattern);
  if (place < 0) throw new Error(`The PDF has no ${what}`);
  return place;
}

function withinStream(pdf: Buffer, from: number): number {
  const start = pdf.indexOf('stream', from) + 'stream'.length;
  const end = pdf.indexOf('endstream', start);
  if (start < from || end < 0) throw new Error('The PDF has no stream');
  return (start + end) >> 1;
}

function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function replaceHex(pdf: Buffer, at: number, value: number): Uint8Array {
  const copy = Buffer.from(pdf);
  const upper = /[A-F]/.test(pdf.toString('latin1', at - 200, at));
  const digits = value.toString(16).padStart(2, '0');
  copy.write(upper ? digits.toUpperCase() : digits, at, 'latin1');
  return copy;
}

/** Replaces the first group of the first match. */
function replaceGroup(text: string, pattern: RegExp, change: (group: string) => string): string {
  const match = new RegExp(pattern.source, `${pattern.flags}d`).exec(text);
  const [start, end] = match?.indices?.[1] ?? [];
  if (start === undefined || end === undefined)
    throw new Error(`The XAdES has nothing like ${pattern.source}`);
  return text.slice(0, start) + change(text.slice(start, end)) + text.slice(end);
}

function flipBase64(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  return Buffer.from(flipBit(bytes, bytes.length - 20)).toString('base64');
}

function otherDigit(digit: string): string {
  return digit === '0' ? '1' : '0';
}

function otherCase(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}
