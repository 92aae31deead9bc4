/** Judges one signature of a PDF: what it covers, whether it holds, what came after it, trust, time and revocation. */
import { createHash } from 'node:crypto';
import { verifySignedData, withoutPadding, type VerifiedSignedData } from '../cms/index.ts';
import { FormatError } from '../errors/index.ts';
import { PdfRef, PdfStream, asDict, isArray, nameOf } from '../pdf/objects.ts';
import { openPdf, type PdfFile } from '../pdf/reader.ts';
import { readCertificate, type CertificateStore } from '../x509/index.ts';
import { chainOf, requireChainNotRevoked, type Material } from './certificates.ts';
import { createFindings, validationError, type Findings } from './findings.ts';
import { referencesOf, requirePermittedUpdate } from './pdf-changes.ts';
import type { PdfSignature } from './pdf-signatures.ts';
import { readUpdates, type PdfUpdate } from './pdf-updates.ts';
import { summaryOf, worstOf, type Coverage, type Level, type SignatureReport } from './report.ts';
import { NO_TIMESTAMP, judgeTimestamp, type JudgedTimestamp } from './timestamps.ts';

const NO_MATERIAL: Material = { certificates: [], ocspResponses: [], crls: [] };
const MAX_VALUES = 64;

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

interface Judging {
  readonly trust: CertificateStore;
  readonly material: Material;
  readonly at: Date;
  readonly findings: Findings;
}

/** Never rejects for what the file holds. */
export function judgePdfSignature(
  pdf: Uint8Array,
  { file, signature, documentTimestamps }: SignatureInFile,
  demand: Demand,
  trust: CertificateStore,
  at: Date,
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
  const judging: Judging = { trust, material, at, findings };
  const stamp = signed === undefined ? NO_TIMESTAMP : judgeSignatureTimestamp(signed, judging);
  const bestTime = stamp.verified?.genTime;
  const chain =
    signed &&
    findings.attempt('trust in the signer', () => chainOf(signed.signer, material, trust, bestTime ?? at));
  const notRevoked =
    chain !== undefined &&
    findings.attempt('revocation of the signer', () => {
      requireChainNotRevoked(chain, material, bestTime ?? at);
      return true;
    }) === true;
  if (updates !== undefined)
    findings.attempt('document time-stamp', () => requireRevisions(documentTimestamps, updates));
  const isKept = judgeDocumentTimestamps(pdf, documentTimestamps, judging);
  return {
    conclusion: worstOf(findings.reasons.map(({ conclusion }) => conclusion)),
    level: isBasic ? levelOf(stamp, notRevoked, isKept) : undefined,
    signer: signed && summaryOf(signed.signer, chain),
    signingTime,
    bestSignatureTime: bestTime,
    reasons: findings.reasons,
    coverage: coverageOf(pdf.length, signature, updates),
  };
}

/** The signed revision is the first; what could not be read after it counts as one more. */
function coverageOf(
  total: number,
  { end }: PdfSignature,
  updates: readonly PdfUpdate[] | undefined,
): Coverage {
  const later = updates?.length ?? (end === total ? 0 : 1);
  return { bytes: end, total, revision: 1, revisions: 1 + later };
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

function judgeSignatureTimestamp(signed: VerifiedSignedData, judging: Judging): JudgedTimestamp {
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
  return judgeTimestamp(step, token, createHash('sha256').update(signed.signature).digest(), judging);
}

/** Whether the file ends with a document time-stamp over all of it; every one there is must hold. */
function judgeDocumentTimestamps(
  pdf: Uint8Array,
  stamps: readonly PdfSignature[],
  judging: Judging,
): boolean {
  const judged = stamps.map(({ contents, signed: [before, after] }) => {
    const step = 'document time-stamp';
    const token = judging.findings.attempt(step, () => withoutPadding(contents));
    const digest = createHash('sha256').update(before).update(after).digest();
    return token === undefined ? NO_TIMESTAMP : judgeTimestamp(step, token, digest, judging);
  });
  const last = judged.at(-1);
  return stamps.at(-1)?.end === pdf.length && last?.lasting === true;
}
