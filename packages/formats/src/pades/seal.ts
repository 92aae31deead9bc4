/** Seals a PDF: PAdES-BASELINE-LTA (ETSI EN 319 142-1 clause 6) as a certification signature. */
import { buildSignedData } from '../cms/index.ts';
import { pdfDate } from '../pdf/dates.ts';
import { dict, name, textString } from '../pdf/objects.ts';
import type { PdfDict, PdfRef, PdfValue } from '../pdf/objects.ts';
import type {
  RevocationData,
  RevocationSource,
  SigningKey,
  TimestampSource,
  TimestampToken,
} from '../signing/index.ts';
import { openForSealing, withPadesExtension, type SealablePdf } from './open.ts';
import { appendSignature } from './signature-dictionary.ts';
import { appendUpdate, newRefs, streamObject, valueObject, type GrowingPdf } from './update.ts';

export interface SealInput {
  readonly key: SigningKey;
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
  /** Goes into the signature dictionary (M); the proof of time is the time-stamp. */
  readonly signingTime: Date;
  /** Who seals, as signature panels show it. */
  readonly name: string;
  readonly location?: string;
  readonly contactInfo?: string;
}

/** Room for the signature itself, its attributes and the CMS around it. */
const CMS_RESERVE = 2048;
/** Room for a time-stamp token, when none from this authority has been seen yet. */
const TIMESTAMP_RESERVE = 12 * 1024;

/** Print and Locked; a field without extent is there for panels, not for paper (ISO 32000-1, 12.5.3). */
const WIDGET_FLAGS = 4 + 128;
/** SignaturesExist and AppendOnly (ISO 32000-1, table 219). */
const FORM_FLAGS = 3;

/** The file with what later updates change in it. */
interface Sealing extends SealablePdf {
  readonly formRef: PdfRef;
  readonly fields: readonly PdfRef[];
}

function signatureField(title: string, pageRef: PdfRef, value: PdfRef): PdfDict {
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

const formWith = (fields: readonly PdfRef[]): PdfDict => dict({ Fields: fields, SigFlags: FORM_FLAGS });

function changed(entries: PdfDict, changes: Readonly<Record<string, PdfValue>>): PdfDict {
  return new Map([...entries, ...Object.entries(changes)]);
}

/** The transform that permits no change, not even to form fields (ISO 32000-1, 12.8.2.2). */
function noChangesPermitted(): PdfDict {
  return dict({
    Type: name('SigRef'),
    TransformMethod: name('DocMDP'),
    TransformParams: dict({ Type: name('TransformParams'), P: 1, V: name('1.2') }),
  });
}

async function certify(
  source: SealablePdf,
  input: SealInput,
): Promise<{ sealing: Sealing; token: TimestampToken }> {
  const [signatureRef, fieldRef, formRef] = newRefs(source.pdf, 3) as [PdfRef, PdfRef, PdfRef];
  const fields = [fieldRef];
  const annotations = [...source.annotations, fieldRef];
  const firstPage = changed(source.firstPage, { Annots: annotations });
  const catalog = changed(source.catalog, {
    AcroForm: formRef,
    Perms: dict({ DocMDP: signatureRef }),
    Extensions: withPadesExtension(source.catalog, dict({ BaseVersion: name('1.7'), ExtensionLevel: 1 })),
  });
  const entries = dict({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    Name: textString(input.name),
    Location: input.location === undefined ? undefined : textString(input.location),
    ContactInfo: input.contactInfo === undefined ? undefined : textString(input.contactInfo),
    M: pdfDate(input.signingTime.getTime()),
    Reference: [noChangesPermitted()],
  });
  const chainBytes = input.key.chain.reduce((sum, der) => sum + der.length, 0);
  let token: TimestampToken | undefined;
  const pdf = await appendSignature(
    source.pdf,
    { ref: signatureRef, entries, reserve: chainBytes + CMS_RESERVE + TIMESTAMP_RESERVE },
    [
      valueObject(fieldRef, signatureField('Seal', source.firstPageRef, signatureRef)),
      valueObject(formRef, formWith(fields)),
      valueObject(source.catalogRef, catalog),
      valueObject(source.firstPageRef, firstPage),
    ],
    async (digest) => {
      const signed = await buildSignedData({ digest, key: input.key, timestamp: input.timestamp });
      token = signed.timestamp;
      return signed.der;
    },
  );
  if (token === undefined) throw new TypeError('the signature was made without the time-stamp asked for');
  return { sealing: { ...source, pdf, catalog, firstPage, annotations, formRef, fields }, token };
}

/** Each value once, by its bytes. */
function distinct(values: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(values.map((value) => [Buffer.from(value).toString('latin1'), value])).values()];
}

/** Appends the document security store (ETSI EN 319 142-1 clause 5.4). */
function addValidationData(sealing: Sealing, collected: readonly RevocationData[]): Sealing {
  const stores = {
    Certs: distinct(collected.flatMap(({ certificates }) => certificates)),
    OCSPs: distinct(collected.flatMap(({ ocspResponses }) => ocspResponses)),
    CRLs: distinct(collected.flatMap(({ crls }) => crls)),
  };
  const values = Object.values(stores).flat();
  const [storeRef, ...streamRefs] = newRefs(sealing.pdf, values.length + 1) as [PdfRef, ...PdfRef[]];
  const streams = values.flatMap((value, index) => {
    const ref = streamRefs[index];
    return ref === undefined ? [] : [streamObject(ref, value)];
  });
  let used = 0;
  const store = new Map<string, PdfValue>([['Type', name('DSS')]]);
  for (const [key, list] of Object.entries(stores)) {
    if (list.length > 0) store.set(key, streamRefs.slice(used, used + list.length));
    used += list.length;
  }
  const catalog = changed(sealing.catalog, { DSS: storeRef });
  const { pdf } = appendUpdate(sealing.pdf, [
    ...streams,
    valueObject(storeRef, store),
    valueObject(sealing.catalogRef, catalog),
  ]);
  return { ...sealing, pdf, catalog };
}

/** Appends a document time-stamp over everything before it (clause 5.4.3). */
async function addDocumentTimestamp(
  sealing: Sealing,
  timestamp: TimestampSource,
  expected: number,
): Promise<GrowingPdf> {
  const [stampRef, fieldRef] = newRefs(sealing.pdf, 2) as [PdfRef, PdfRef];
  const fields = [...sealing.fields, fieldRef];
  const entries = dict({
    Type: name('DocTimeStamp'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.RFC3161'),
  });
  return appendSignature(
    sealing.pdf,
    { ref: stampRef, entries, reserve: Math.max(expected + 1024, TIMESTAMP_RESERVE) },
    [
      valueObject(fieldRef, signatureField('Timestamp', sealing.firstPageRef, stampRef)),
      valueObject(sealing.formRef, formWith(fields)),
      valueObject(
        sealing.firstPageRef,
        changed(sealing.firstPage, { Annots: [...sealing.annotations, fieldRef] }),
      ),
    ],
    async (digest) => (await timestamp(digest)).token,
  );
}

function joined({ parts, length }: GrowingPdf): Uint8Array {
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

/**
 * Seals a PDF that `composeSignedDocument` made: certification signature that permits no changes, validation data and
 * document time-stamp, each appended, so that every byte of `pdf` stays as it is.
 *
 * When `pdf` fills memory that can grow far enough (`composeSignedDocument` with `room`), the result stands in that memory;
 * else everything is copied.
 *
 * Rejects with PADES_*, PDF_* and with whatever key, time-stamp or revocation source reject with: no lower level is
 * ever returned.
 */
export async function sealPdf(pdf: Uint8Array, input: SealInput): Promise<Uint8Array> {
  const { sealing, token } = await certify(openForSealing(pdf), input);
  const collected = [await input.revocation(input.key.chain), await input.revocation(token.chain)];
  const withData = addValidationData(sealing, collected);
  const sealed = await addDocumentTimestamp(withData, input.timestamp, token.token.length);
  return joined(sealed);
}
