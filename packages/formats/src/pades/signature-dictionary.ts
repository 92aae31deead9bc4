/** Signature dictionaries (ISO 32000-1, 12.8.1) with room for what is only known when the rest is written. */
import { createHash } from 'node:crypto';
import type { PdfRef } from '../pdf/objects.ts';
import type { PdfDict } from '../pdf/objects.ts';
import type { DigestName } from '../signing/index.ts';
import { padesError } from './errors.ts';
import { serializeEntries } from './serialize.ts';
import { appendUpdate, type GrowingPdf, type UpdateObject } from './update.ts';

const BYTE_RANGE_WIDTH = '[0 0000000000 0000000000 0000000000]'.length;

/** What goes into `Contents`, given the digest of every byte of the file outside it: DER. */
export type ContentsSource = (digest: Uint8Array) => Promise<Uint8Array>;

/**
 * Appends an update that holds a signature dictionary with `entries` as object `ref`, along with `others`, and fills in
 * ByteRange (all of the file but Contents) and Contents. `reserve` is the room for Contents, in bytes,
 * `digest` what the rest is digested with.
 */
export async function appendSignature(
  pdf: GrowingPdf,
  signature: { ref: PdfRef; entries: PdfDict; reserve: number; digest: DigestName },
  others: readonly UpdateObject[],
  contents: ContentsSource,
): Promise<GrowingPdf> {
  const head = `<<${serializeEntries(signature.entries)}\n/ByteRange `;
  const middle = `${' '.repeat(BYTE_RANGE_WIDTH)}\n/Contents `;
  const placeholder = `<${'0'.repeat(signature.reserve * 2)}>`;
  const body = Buffer.from(`${head}${middle}${placeholder}>>`, 'latin1');
  const appended = appendUpdate(pdf, [{ ref: signature.ref, body }, ...others]);
  const { bytes } = appended;

  const rangeAt = appended.bodyOffset(signature.ref) + head.length;
  const contentsAt = rangeAt + middle.length;
  const contentsEnd = contentsAt + placeholder.length;
  const range = [0, pdf.length + contentsAt, pdf.length + contentsEnd, bytes.length - contentsEnd];
  bytes.write(`[${range.join(' ')}]`, rangeAt, 'latin1');

  const hash = createHash(signature.digest);
  for (const part of pdf.parts) hash.update(part);
  hash.update(bytes.subarray(0, contentsAt)).update(bytes.subarray(contentsEnd));
  const value = await contents(hash.digest());
  if (value.length > signature.reserve) {
    throw padesError(
      'PADES_CONTENTS_TOO_SMALL',
      `a signature or time-stamp of ${value.length} bytes does not fit into the ${signature.reserve} reserved for it`,
    );
  }
  bytes.write(Buffer.from(value).toString('hex'), contentsAt + 1, 'latin1');
  return appended.pdf;
}
