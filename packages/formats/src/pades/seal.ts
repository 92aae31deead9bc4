/** Seals a PDF: PAdES-BASELINE-LTA (ETSI EN 319 142-1 clause 6) as a certification signature. */
import { buildSignedData } from '../cms/index.ts';
import { pdfDate } from '../pdf/dates.ts';
import { dict, name, textString } from '../pdf/objects.ts';
import type { PdfDict, PdfRef } from '../pdf/objects.ts';
import type { RevocationSource, SigningKey, TimestampSource, TimestampToken } from '../signing/index.ts';
import { signingDigest } from '../x509/index.ts';
import {
  NOTHING_STORED,
  TIMESTAMP_RESERVE,
  addDocumentTimestamp,
  addValidationData,
  changed,
  formWith,
  joined,
  signatureField,
  type Archive,
} from './archive.ts';
import { openForSealing, withPadesExtension, type SealablePdf } from './open.ts';
import { appendSignature } from './signature-dictionary.ts';
import { newRefs, valueObject } from './update.ts';

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
): Promise<{ archive: Archive; token: TimestampToken }> {
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
    {
      ref: signatureRef,
      entries,
      reserve: chainBytes + CMS_RESERVE + TIMESTAMP_RESERVE,
      digest: signingDigest(input.key.algorithm),
    },
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
  return {
    archive: { ...source, pdf, catalog, firstPage, annotations, formRef, fields, stored: NOTHING_STORED },
    token,
  };
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
  const { archive, token } = await certify(openForSealing(pdf), input);
  const collected = [await input.revocation(input.key.chain), await input.revocation(token.chain)];
  const withData = addValidationData(archive, collected);
  const sealed = await addDocumentTimestamp(withData, input.timestamp, { expected: token.token.length });
  return joined(sealed);
}
