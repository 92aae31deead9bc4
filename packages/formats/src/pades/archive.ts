/** What keeps a signature provable for long: validation data and document time-stamps (ETSI EN 319 142-1 clause 5.4). */
import { dict, name, textString } from '../pdf/objects.ts';
import type { PdfDict, PdfRef, PdfValue } from '../pdf/objects.ts';
import type { DigestName, RevocationData, TimestampSource } from '../signing/index.ts';
import type { SealablePdf } from './open.ts';
import { appendSignature } from './signature-dictionary.ts';
import { appendUpdate, newRefs, streamObject, valueObject, type GrowingPdf } from './update.ts';

/** Room for a time-stamp token, when none from this authority has been seen yet. */
export const TIMESTAMP_RESERVE = 12 * 1024;

/** Print and Locked; a field without extent is there for panels, not for paper (ISO 32000-1, 12.5.3). */
const WIDGET_FLAGS = 4 + 128;
/** SignaturesExist and AppendOnly (ISO 32000-1, table 219). */
const FORM_FLAGS = 3;

type StoreKey = 'Certs' | 'OCSPs' | 'CRLs';

/** What the document security store holds, by kind: each value's stream. */
export type StoredData = Readonly<Record<StoreKey, readonly StoredValue[]>>;
export interface StoredValue {
  readonly ref: PdfRef;
  readonly bytes: Uint8Array;
}

export const NOTHING_STORED: StoredData = { Certs: [], OCSPs: [], CRLs: [] };

/** A signed file with what later updates change in it. */
export interface Archive extends SealablePdf {
  readonly formRef: PdfRef;
  readonly fields: readonly PdfRef[];
  readonly stored: StoredData;
}

export function signatureField(title: string, pageRef: PdfRef, value: PdfRef): PdfDict {
  return dict({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: textString(title),
    F: WIDGET_FLAGS,
    Rect: [0, 0, 0, 0],
    P: pageRef,
    V: value,
  });
}

export const formWith = (fields: readonly PdfRef[]): PdfDict =>
  dict({ Fields: fields, SigFlags: FORM_FLAGS });

export function changed(entries: PdfDict, changes: Readonly<Record<string, PdfValue>>): PdfDict {
  return new Map([...entries, ...Object.entries(changes)]);
}

/** Each value once, by its bytes, and none that is `stored`. */
function distinct(values: readonly Uint8Array[], stored: readonly StoredValue[]): Uint8Array[] {
  const key = (value: Uint8Array): string => Buffer.from(value).toString('latin1');
  const known = new Set(stored.map(({ bytes }) => key(bytes)));
  return [...new Map(values.map((value) => [key(value), value]))]
    .filter(([bytes]) => !known.has(bytes))
    .map(([, value]) => value);
}

/** Appends to the document security store (clause 5.4.2) what it does not hold yet. */
export function addValidationData(archive: Archive, collected: readonly RevocationData[]): Archive {
  const { stored } = archive;
  const added = {
    Certs: distinct(
      collected.flatMap(({ certificates }) => certificates),
      stored.Certs,
    ),
    OCSPs: distinct(
      collected.flatMap(({ ocspResponses }) => ocspResponses),
      stored.OCSPs,
    ),
    CRLs: distinct(
      collected.flatMap(({ crls }) => crls),
      stored.CRLs,
    ),
  };
  const count = Object.values(added).flat().length;
  const [storeRef, ...streamRefs] = newRefs(archive.pdf, count + 1) as [PdfRef, ...PdfRef[]];
  const withRef = (bytes: Uint8Array): StoredValue => ({ ref: streamRefs.shift() ?? storeRef, bytes });
  const fresh = {
    Certs: added.Certs.map(withRef),
    OCSPs: added.OCSPs.map(withRef),
    CRLs: added.CRLs.map(withRef),
  };
  const all: StoredData = {
    Certs: [...stored.Certs, ...fresh.Certs],
    OCSPs: [...stored.OCSPs, ...fresh.OCSPs],
    CRLs: [...stored.CRLs, ...fresh.CRLs],
  };
  const store = new Map<string, PdfValue>([['Type', name('DSS')]]);
  for (const [key, list] of Object.entries(all) as [StoreKey, readonly StoredValue[]][]) {
    const refs = list.map(({ ref }) => ref);
    if (refs.length > 0) store.set(key, refs);
  }
  const catalog = changed(archive.catalog, { DSS: storeRef });
  const { pdf } = appendUpdate(archive.pdf, [
    ...Object.values(fresh).flatMap((list) => list.map(({ ref, bytes }) => streamObject(ref, bytes))),
    valueObject(storeRef, store),
    valueObject(archive.catalogRef, catalog),
  ]);
  return { ...archive, pdf, catalog, stored: all };
}

/** Appends a document time-stamp over everything before it (clause 5.4.3). `expected` is how large its token may be, in bytes. */
export async function addDocumentTimestamp(
  archive: Archive,
  timestamp: TimestampSource,
  { expected = 0, digest = 'sha256' }: { readonly expected?: number; readonly digest?: DigestName } = {},
): Promise<GrowingPdf> {
  const [stampRef, fieldRef] = newRefs(archive.pdf, 2) as [PdfRef, PdfRef];
  const fields = [...archive.fields, fieldRef];
  // The seal's field is the first; no two fields may have the same name.
  const count = archive.fields.length;
  const title = count === 1 ? 'Timestamp' : `Timestamp ${count}`;
  const entries = dict({
    Type: name('DocTimeStamp'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.RFC3161'),
  });
  return appendSignature(
    archive.pdf,
    { ref: stampRef, entries, reserve: Math.max(expected + 1024, TIMESTAMP_RESERVE), digest },
    [
      valueObject(fieldRef, signatureField(title, archive.firstPageRef, stampRef)),
      valueObject(archive.formRef, formWith(fields)),
      valueObject(
        archive.firstPageRef,
        changed(archive.firstPage, { Annots: [...archive.annotations, fieldRef] }),
      ),
    ],
    async (value) => (await timestamp(value, digest)).token,
  );
}

/** The whole file; in the memory of its first part when that can grow far enough. */
export function joined({ parts, length }: GrowingPdf): Uint8Array {
  const [pdf, ...updates] = parts;
  const memory = pdf?.buffer;
  const canGrow =
    memory instanceof ArrayBuffer &&
    memory.resizable &&
    memory.byteLength === pdf?.length &&
    memory.maxByteLength >= length;
  if (!canGrow) return Buffer.concat(parts, length);
  let end = memory.byteLength;
  memory.resize(length);
  const whole = new Uint8Array(memory);
  for (const update of updates) {
    whole.set(update, end);
    end += update.length;
  }
  return whole;
}
