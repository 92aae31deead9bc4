/** Validates a sealed PDF: one certification signature that permits no changes, then only validation data and time-stamps. */
import { createHash } from 'node:crypto';
import { verifySignedData, withoutPadding, type VerifiedSignedData } from '../cms/index.ts';
import { PdfRef, PdfStream, asDict, isArray, nameOf } from '../pdf/objects.ts';
import { openPdf, type PdfFile } from '../pdf/reader.ts';
import { readCertificate, type CertificateStore } from '../x509/index.ts';
import { chainOf, requireChainNotRevoked, type Material } from './certificates.ts';
import { createFindings, validationError, type Findings } from './findings.ts';
import { referencesOf, requirePermittedUpdate } from './pdf-changes.ts';
import { findSignatures, type PdfSignature } from './pdf-signatures.ts';
import { readUpdates, type PdfUpdate } from './pdf-updates.ts';
import {
  reportOf,
  summaryOf,
  worstOf,
  type Level,
  type SignatureReport,
  type ValidationReport,
} from './report.ts';
import { NO_TIMESTAMP, judgeTimestamp, type JudgedTimestamp } from './timestamps.ts';

const NO_MATERIAL: Material = { certificates: [], ocspResponses: [], crls: [] };
const MAX_VALUES = 64;

interface Opened {
  readonly file: PdfFile;
  readonly seal: PdfSignature;
  /** In order. */
  readonly documentTimestamps: readonly PdfSignature[];
}

interface Judging {
  readonly trust: CertificateStore;
  readonly material: Material;
  readonly at: Date;
  readonly findings: Findings;
}

/**
 * Validates a sealed PDF at `at`, the present. Never rejects for what the file holds: whatever is wrong with it stands
 * in the report. The report has one signature, the seal; document time-stamps are judged as part of it.
 */
export function validatePades(
  pdf: Uint8Array,
  trust: CertificateStore,
  at: Date = new Date(),
): Promise<ValidationReport> {
  const findings = createFindings();
  const opened = findings.attempt('PDF', () => open(pdf));
  const report =
    opened === undefined
      ? reportOf([], findings.reasons)
      : reportOf([judgeSeal(pdf, opened, trust, at)], findings.reasons);
  return Promise.resolve(report);
}

function open(pdf: Uint8Array): Opened {
  // With anything before the header, readers disagree about where offsets count from.
  if (!Buffer.from(pdf.subarray(0, 5)).equals(Buffer.from('%PDF-')))
    throw validationError('VALIDATION_STRUCTURE', 'the file does not begin as a PDF');
  const file = openPdf(pdf);
  const signatures = findSignatures(file, pdf);
  const [seal, ...rest] = signatures;
  if (seal === undefined || seal.isTimestamp)
    throw validationError('VALIDATION_NO_SIGNATURE', 'the file is not signed');
  if (rest.some(({ isTimestamp }) => !isTimestamp))
    throw validationError('VALIDATION_CHANGED_AFTERWARDS', 'the file was signed again after it was sealed');
  return { file, seal, documentTimestamps: rest };
}

function judgeSeal(pdf: Uint8Array, opened: Opened, trust: CertificateStore, at: Date): SignatureReport {
  const findings = createFindings();
  const { file, seal, documentTimestamps } = opened;
  findings.attempt('certification', () => requireCertification(file, seal));
  const updates = findings.attempt('changes after sealing', () => permittedUpdates(pdf, seal));
  const signed = findings.attempt('signature value', () =>
    verifySignedData(withoutPadding(seal.contents), { content: seal.signed }),
  );
  const signingTime = findings.attempt('baseline profile', () => requireBaseline(seal, signed));
  const isBasic = findings.reasons.length === 0;

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
    coverage: { bytes: seal.end, total: pdf.length, revision: 1, revisions: 1 + (updates?.length ?? 0) },
  };
}

function levelOf(stamp: JudgedTimestamp, notRevoked: boolean, isKept: boolean): Level {
  if (stamp.verified === undefined) return 'PAdES-BASELINE-B';
  if (!stamp.lasting || !notRevoked) return 'PAdES-BASELINE-T';
  return isKept ? 'PAdES-BASELINE-LTA' : 'PAdES-BASELINE-LT';
}

/** The seal must be the document's certification, permitting no changes (ISO 32000-1, 12.8.2.2 and 12.8.4). */
function requireCertification({ catalog, resolve }: PdfFile, seal: PdfSignature): void {
  const certified = asDict(resolve(catalog.get('Perms')))?.get('DocMDP');
  const references = resolve(seal.dict.get('Reference'));
  const [reference, surplus] = isArray(references) ? references.map((item) => asDict(resolve(item))) : [];
  const parameters = asDict(resolve(reference?.get('TransformParams')));
  const isCertification =
    certified instanceof PdfRef &&
    certified.num === seal.ref.num &&
    surplus === undefined &&
    nameOf(reference?.get('TransformMethod')) === 'DocMDP' &&
    parameters?.get('P') === 1;
  if (!isCertification)
    throw validationError(
      'VALIDATION_NOT_CERTIFIED',
      'the signature does not certify the file against changes',
    );
}

/** Everything after the seal, each update found to add nothing but what may be added. */
function permittedUpdates(pdf: Uint8Array, seal: PdfSignature): PdfUpdate[] {
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
