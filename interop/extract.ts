/** Takes signed files apart by plain text and OpenSSL, not with the service's own code. */
import { writeFile } from 'node:fs/promises';
import { run } from './tools.ts';

export interface PdfSignature {
  /** The bytes of the ByteRange, joined. */
  readonly covered: Uint8Array;
  /** DER, without the padding. */
  readonly cms: Uint8Array;
  /** Where the hexadecimal digits of the CMS begin in the file. */
  readonly offset: number;
}

/** The service's seal: the first signature dictionary that is not a time-stamp. */
export function pdfSeal(pdf: Uint8Array): PdfSignature {
  const text = Buffer.from(pdf).toString('latin1');
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  const [, start, length, next, rest] = (ranges[0] ?? []).map(Number);
  if (start === undefined || length === undefined || next === undefined || rest === undefined)
    throw new Error('The PDF has no ByteRange');
  const hexadecimal = text.slice(start + length + 1, next - 1);
  const padded = Buffer.from(hexadecimal, 'hex');
  return {
    covered: Buffer.concat([pdf.subarray(start, start + length), pdf.subarray(next, next + rest)]),
    cms: padded.subarray(0, derLength(padded)),
    offset: start + length + 1,
  };
}

/** A time-stamp token (DER) and the bytes that it stamps. */
export interface Stamped {
  readonly token: Uint8Array;
  readonly data: Uint8Array;
  /** Where the signature value is in the CMS. */
  readonly signatureOffset: number;
}

/** The signature time-stamp in a CMS's unsigned attributes. */
export async function cmsTimestamp(cms: Uint8Array, scratch: string): Promise<Stamped> {
  await writeFile(scratch, cms);
  const lines = run('openssl', ['asn1parse', '-inform', 'DER', '-in', scratch])
    .output.split('\n')
    .map(asn1Line);
  const attribute = lines.findIndex((line) => line.text.includes('timeStampToken'));
  const unsigned = lines.findLastIndex(
    (line, index) => index < attribute && line.text.includes('cont [ 1 ]'),
  );
  const unsignedLine = lines[unsigned];
  const signature = lines.findLast((line, index) => index < unsigned && line.depth === unsignedLine?.depth);
  const token = lines[attribute + 2];
  if (attribute < 0 || signature === undefined || token === undefined)
    throw new Error('The CMS has no signature time-stamp');
  const start = signature.offset + signature.header;
  return {
    token: cms.subarray(token.offset, token.offset + token.header + token.length),
    data: cms.subarray(start, start + signature.length),
    signatureOffset: start,
  };
}

/** The signature time-stamp of a XAdES, whose SignatureValue is written in its canonical form. */
export function xadesTimestamp(xml: string): { readonly token: Uint8Array; readonly data: Uint8Array } {
  const value = /<ds:SignatureValue [^>]*>[^<]*<\/ds:SignatureValue>/.exec(xml)?.[0];
  const token = /<xades:EncapsulatedTimeStamp[^>]*>([^<]*)</.exec(xml)?.[1];
  if (value === undefined || token === undefined) throw new Error('The XAdES has no signature time-stamp');
  return { token: Buffer.from(token, 'base64'), data: Buffer.from(value) };
}

function asn1Line(text: string): {
  text: string;
  offset: number;
  depth: number;
  header: number;
  length: number;
} {
  const [offset = 0, depth = 0, header = 0, length = 0] = (
    /^\s*(\d+):d=\s*(\d+)\s+hl=\s*(\d+)\s+l=\s*(\d+)/.exec(text)?.slice(1) ?? []
  ).map(Number);
  return { text, offset, depth, header, length };
}

/** Length of the DER value at the start, header included. */
function derLength(der: Uint8Array): number {
  const first = der[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  return 2 + count + der.subarray(2, 2 + count).reduce((length, byte) => length * 256 + byte, 0);
}
