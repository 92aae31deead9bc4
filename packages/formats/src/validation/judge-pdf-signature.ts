/** Judges one signature of a PDF: what it covers, whether it holds, what came after it, trust, time and revocation. */
import { verifySignedData, withoutPadding, type VerifiedSignedData } from '../cms/index.ts';
import { FormatError } from '../errors/index.ts';
import { PdfRef, PdfStream, asDict, isArray, nameOf } from '../pdf/objects.ts';
import { openPdf, type PdfFile } from '../pdf/reader.ts';
import { readCertificate, type CertificateStore } from '../x509/index.ts';
import type { Material } from './certificates.ts';
import { createFindings, validationError } from './findings.ts';
import { referencesOf, requirePermittedUpdate } from './pdf-changes.ts';
import type { PdfSignature } from './pdf-signatures.ts';
import { readUpdates, type PdfUpdate } from './pdf-updates.ts';
import { summaryOf, worstOf, type Coverage, type Level, type SignatureReport } from './report.ts';
import type { RetiredDigests } from './retired-digests.ts';
import { judgeSigner } from './signers.ts';
import { NO_TIMESTAMP, judgeTimestamp, type JudgedTimestamp, type JudgingTimestamp } from './timestamps.ts';

const NO_MATERIAL: Material = { certificates: [], ocspResponses: [], crls: [] };
/** Each renewal in time brings a few. */
const MAX_VALUES = 256;

/** A signature among those of its file. */
export interface SignatureInFile {
  readonly file: PdfFile;
  readonly signature: PdfSignature;
  /** Those over it, in order. */
  readonly documentTimestamps: readonly PdfSignature[];
}

/**
 * What is demanded of it. `seal`: a PAdES baseline certification that permits no changes, as this service makes them.
 * `approval`: any signature of a kind that is known; what was added after it is not judged.
 */
export type Demand = 'seal' | 'approval';

type Judging = Omit<JudgingTimestamp, 'existedAt'>;

/** Never rejects for what the file holds. */
export function judgePdfSignature(
  pdf: Uint8Array,
  { file, signature, documentTimestamps }: SignatureInFile,
  demand: Demand,
  trust: CertificateStore,
  at: Date,
  retired: RetiredDigests,
): SignatureReport {
  const findings = createFindings();
  if (demand === 'seal') findings.attempt('certification', () => requireCertification(file, signature));
  else findings.attempt('kind of signature', () => requireKnownKind(signature));
  const updates = findings.attempt('changes after signing', () => permittedUpdates(pdf, signature, demand));
  const signed = findings.attempt('signature value', () =>
    verifySignedData(withoutPadding(signature.contents), { content: signature.signed }),
  );
  const baseline = demand === 'seal' ? findings : createFindings();
  const signingTime = baseline.attempt('baseline profile', () => requireBaseline(signature, signed));
  const isBasic = findings.reasons.length === 0 && baseline.reasons.length === 0;

  const stored = findings.attempt('validation data', () => validationDataOf(file)) ?? NO_MATERIAL;
  const material = { ...stored, certificates: [...(signed?.certificates ?? []), ...stored.certificates] };
  const judging: Judging = { trust, material, at, retired, findings };
  if (updates !== undefined)
    findings.attempt('document time-stamp', () => requireRevisions(documentTimestamps, updates));
  const kept = judgeDocumentTimestamps(pdf, documentTimestamps, judging);
  const { existedAt } = kept;
  const stamp =
    signed === undefined ? NO_TIMESTAMP : judgeSignatureTimestamp(signed, { ...judging, existedAt });
  const bestTime = stamp.verified?.genTime;
  const signer =
    signed && judgeSigner(signed.signer, signed.digest, { ...judging, existedAt: bestTime ?? existedAt });
  return {
    conclusion: worstOf(findings.reasons.map(({ conclusion }) => conclusion)),
    level: isBasic ? levelOf(stamp, signer?.revocation === 'NOT_REVOKED', kept.isKept) : undefined,
    signer: signed && summaryOf(signed.signer, signer?.chain),
    signingTime,
    bestSignatureTime: bestTime,
    ...(signer !== undefined && { revocation: signer.revocation }),
    timestamps: [stamp, ...kept.judged].flatMap(({ summary }) => summary ?? []),
    reasons: findings.reasons,
    coverage: coverageOf(pdf, file, signature),
  };
}

/** A part of the file that cannot be read by itself counts as one revision. */
function coverageOf(pdf: Uint8Array, { revisions }: PdfFile, { end }: PdfSignature): Coverage {
  const revision = createFindings().attempt('coverage', () => openPdf(pdf.subarray(0, end)).revisions) ?? 1;
  return { bytes: end, total: pdf.length, revision, revisions: Math.max(revision, revisions) };
}

function levelOf(stamp: JudgedTimestamp, notRevoked: boolean, isKept: boolean): Level {
  if (stamp.verified === undefined) return 'PAdES-BASELINE-B';
  if (!stamp.lasting || !notRevoked) return 'PAdES-BASELINE-T';
  return isKept ? 'PAdES-BASELINE-LTA' : 'PAdES-BASELINE-LT';
}

function requireCertification(file: PdfFile, seal: PdfSignature): void {
  if (!isCertification(file, seal))
    throw validationError(
      'VALIDATION_NOT_CERTIFIED',
      'the signature does not certify the file against changes',
    );
}

function requireKnownKind({ dict }: PdfSignature): void {
  const kind = nameOf(dict.get('SubFilter')) ?? '';
  if (kind !== 'ETSI.CAdES.detached' && kind !== 'adbe.pkcs7.detached')
    throw validationError('VALIDATION_UNSUPPORTED', `signatures of the kind “${kind}” are not judged`);
}

/** Whether it is the document's certification and permits no changes (ISO 32000-1, 12.8.2.2 and 12.8.4). */
export function isCertification({ catalog, resolve }: PdfFile, seal: PdfSignature): boolean {
  const certified = asDict(resolve(catalog.get('Perms')))?.get('DocMDP');
  const references = resolve(seal.dict.get('Reference'));
  const [reference, surplus] = isArray(references) ? references.map((item) => asDict(resolve(item))) : [];
  const parameters = asDict(resolve(reference?.get('TransformParams')));
  return (
    certified instanceof PdfRef &&
    certified.num === seal.ref.num &&
    surplus === undefined &&
    nameOf(reference?.get('TransformMethod')) === 'DocMDP' &&
    parameters?.get('P') === 1
  );
}

/** Everything after the signature, each update found to add nothing but what may be added. */
function permittedUpdates(pdf: Uint8Array, signature: PdfSignature, demand: Demand): PdfUpdate[] {
  try {
    return readPermittedUpdates(pdf, signature);
  } catch (error) {
    if (demand === 'seal' || !(error instanceof FormatError)) throw error;
    // More signatures, filled-in forms or something else: permitted perhaps, but shown with what was signed.
    throw validationError(
      'VALIDATION_CHANGES_NOT_JUDGED',
      'the file was changed after this signature by something that is not validation data',
    );
  }
}

function readPermittedUpdates(pdf: Uint8Array, seal: PdfSignature): PdfUpdate[] {
  const updates = readUpdates(pdf, seal.end);
  let before = openPdf(pdf.subarray(0, seal.end));
  const sealed = referencesOf(before);
  for (const update of updates) {
    const after = openPdf(pdf.subarray(0, update.end));
    requirePermittedUpdate(before, after, update, sealed);
    before = after;
  }
  return updates;
}

function requireRevisions(stamps: readonly PdfSignature[], updates: readonly PdfUpdate[]): void {
  if (!stamps.every((stamp) => updates.some(({ end }) => end === stamp.end)))
    throw validationError('VALIDATION_BYTE_RANGE', 'a document time-stamp does not cover whole revisions');
}

/** What PAdES baseline demands of a signature (EN 319 142-1 clause 6.3); returns the claimed signing time. */
function requireBaseline({ dict }: PdfSignature, signed: VerifiedSignedData | undefined): Date | undefined {
  const reject = (message: string): never => {
    throw validationError('VALIDATION_NOT_BASELINE', message);
  };
  if (nameOf(dict.get('SubFilter')) !== 'ETSI.CAdES.detached')
    reject('the signature is not ETSI.CAdES.detached');
  if (dict.has('Cert')) reject('the signature dictionary holds a certificate');
  if (signed !== undefined && signed.signingTime !== undefined) reject('the CMS holds a signing time');
  if (signed !== undefined && signed.signingCertificateVersion !== 2)
    reject('the CMS lacks the attribute signing-certificate-v2');
  const claimed = dict.get('M');
  const time =
    claimed instanceof Uint8Array ? readPdfDate(Buffer.from(claimed).toString('latin1')) : undefined;
  return time ?? reject('the signature dictionary does not say when it was made');
}

/** `D:YYYYMMDDHHmmSS` with zone (ISO 32000-1, 7.9.4). */
function readPdfDate(text: string): Date | undefined {
  const parts = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z(?:00'?00'?)?|([+-]\d\d)'(\d\d)'?)$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, zoneHour = '+00', zoneMinute = '00'] = parts;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zoneHour}:${zoneMinute}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** The document security store (EN 319 142-1 clause 5.4.2). */
function validationDataOf(file: PdfFile): Material {
  const store = asDict(file.resolve(file.catalog.get('DSS')));
  const streams = (key: string): Uint8Array[] => {
    const list = file.resolve(store?.get(key));
    if (!isArray(list)) return [];
    if (list.length > MAX_VALUES)
      throw validationError('VALIDATION_STRUCTURE', `there are more than ${MAX_VALUES} values of one kind`);
    return list.map((item) => {
      const stream = file.resolve(item);
      if (!(stream instanceof PdfStream))
        throw validationError('VALIDATION_STRUCTURE', 'the validation data are not streams');
      return file.decode(stream);
    });
  };
  return {
    certificates: streams('Certs').map(readCertificate),
    ocspResponses: streams('OCSPs'),
    crls: streams('CRLs'),
  };
}

function judgeSignatureTimestamp(
  signed: VerifiedSignedData,
  judging: Judging & { readonly existedAt: Date },
): JudgedTimestamp {
  const step = 'signature time-stamp';
  const token = judging.findings.attempt(step, () => {
    const [found, surplus] = signed.signatureTimestamps;
    if (found === undefined)
      throw validationError(
        'VALIDATION_TIMESTAMP_MISSING',
        'no time-stamp proves when the signature was made',
      );
    if (surplus !== undefined)
      throw validationError('VALIDATION_UNSUPPORTED', 'several signature time-stamps are not supported');
    return found;
  });
  if (token === undefined) return NO_TIMESTAMP;
  return judgeTimestamp('signature', token, [signed.signature], judging);
}

/**
 * Every document time-stamp must hold: the last as of now, each before it as of the one that follows. `existedAt` is when
 * all that they cover is proven to have existed; `isKept` whether the file ends with one over all of it.
 */
function judgeDocumentTimestamps(
  pdf: Uint8Array,
  stamps: readonly PdfSignature[],
  judging: Judging,
): { readonly judged: readonly JudgedTimestamp[]; readonly existedAt: Date; readonly isKept: boolean } {
  const judged: JudgedTimestamp[] = [];
  let existedAt = judging.at;
  for (const { contents, signed } of stamps.toReversed()) {
    const token = judging.findings.attempt('document time-stamp', () => withoutPadding(contents));
    const stamp =
      token === undefined
        ? NO_TIMESTAMP
        : judgeTimestamp('document', token, signed, { ...judging, existedAt });
    if (stamp.lasting && stamp.verified !== undefined) existedAt = stamp.verified.genTime;
    judged.unshift(stamp);
  }
  const isKept = stamps.at(-1)?.end === pdf.length && judged.at(-1)?.lasting === true;
  return { judged, existedAt, isKept };
}
