/** Validates XAdES signatures in an XAdESSignatures document over files kept beside it. */
import { createHash } from 'node:crypto';
import { EVIDENCE_NAMESPACE } from '../evidence/index.ts';
import { fileNameOfUri, xadesNames } from '../xades/index.ts';
import {
  elementsById,
  verifyDataReference,
  verifyElementReference,
  verifySignatureValue,
} from '../xmldsig/index.ts';
import { canonicalize, parseXml, type XmlElement } from '../xml/index.ts';
import type { CertificateStore } from '../x509/index.ts';
import type { Material } from './certificates.ts';
import { createFindings, validationError, type Findings } from './findings.ts';
import {
  reportOf,
  summaryOf,
  worstOf,
  type Level,
  type SignatureReport,
  type ValidationReport,
} from './report.ts';
import type { RetiredDigests } from './retired-digests.ts';
import { judgeSigner } from './signers.ts';
import { NO_TIMESTAMP, judgeTimestamp, type JudgedTimestamp, type JudgingTimestamp } from './timestamps.ts';
import { materialOf, readXades, signatureTimestampOf, type ReadXades } from './xades-read.ts';
import { requireFormats, signingCertificateOf, signingTimeOf } from './xades-signed-properties.ts';

/** A document by its content or by the SHA-256 of it (32 bytes). */
export type NamedDocument =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly sha256: Uint8Array };

/** What is known from outside the signature. */
export interface Proof {
  /** When it is proven to have existed, such as by a time-stamp over the file it stands in. Absent: the present. */
  readonly existedAt?: Date;
  readonly retired?: RetiredDigests;
}

type Digests = ReadonlyMap<string, Uint8Array>;

const MAX_XML_BYTES = 16 * 1024 * 1024;
const MAX_SIGNATURES = 32;
/** In one message. */
const MOST_NAMED = 5;
const NO_MATERIAL: Material = { certificates: [], ocspResponses: [], crls: [] };

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/**
 * Validates every signature of `xml` (root XAdESSignatures). Each must cover all of `documents`, by file name.
 * `at` is the present; `proof` what else is known of it. Never throws for what `xml` holds: whatever is wrong with it stands in the report.
 */
export function validateXades(
  xml: Uint8Array,
  documents: readonly NamedDocument[],
  trust: CertificateStore,
  at: Date = new Date(),
  { existedAt = at, retired = {} }: Proof = {},
): ValidationReport {
  const findings = createFindings();
  const digests: Digests = new Map(
    documents.map((document) => [
      document.name,
      'sha256' in document ? document.sha256 : sha256(document.bytes),
    ]),
  );
  using parsed =
    findings.attempt('XML', () => parseXml(xml, { forSignature: true, maxBytes: MAX_XML_BYTES })) ?? null;
  const read =
    parsed === null
      ? undefined
      : findings.attempt('structure', () => ({
          ids: elementsById(parsed.root),
          signatures: signaturesOf(parsed.root),
        }));
  if (read === undefined) return reportOf([], findings.reasons);
  return reportOf(
    read.signatures.map((element) => judge(element, read.ids, digests, { trust, at, existedAt, retired })),
    findings.reasons,
  );
}

function signaturesOf(root: XmlElement): readonly XmlElement[] {
  const signatures = root.children();
  if (root.name !== 'XAdESSignatures' || root.namespace !== xadesNames.ASIC)
    throw validationError('VALIDATION_UNSUPPORTED', 'the document is not an XAdESSignatures element of ASiC');
  if (signatures.length === 0)
    throw validationError('VALIDATION_NO_SIGNATURE', 'the document holds no signature');
  if (signatures.length > MAX_SIGNATURES)
    throw validationError('VALIDATION_UNSUPPORTED', `there are more than ${MAX_SIGNATURES} signatures`);
  return signatures;
}

function judge(
  element: XmlElement,
  ids: ReadonlyMap<string, XmlElement>,
  digests: Digests,
  judgement: Omit<JudgingTimestamp, 'material' | 'findings'>,
): SignatureReport {
  const findings = createFindings();
  const signature = findings.attempt('structure', () => readXades(element));
  if (signature === undefined) return unreadable(findings);
  const documents = findings.attempt('references', () => verifyReferences(signature, ids, digests)) ?? [];
  const statedSigner = documents.length > 0 ? statedSignerOf(signature) : undefined;
  const signer = findings.attempt('signing certificate', () => signingCertificateOf(signature));
  const signingTime = findings.attempt('signing time', () => signingTimeOf(signature));
  findings.attempt('formats', () => requireFormats(signature));
  if (signer !== undefined)
    findings.attempt('signature value', () => verifySignatureValue(signature, signer.publicKey));
  const isBasic = findings.reasons.length === 0;

  const material = findings.attempt('validation data', () => materialOf(signature)) ?? NO_MATERIAL;
  const judging = { ...judgement, material, findings };
  const stamp = judgeSignatureTimestamp(signature, judging);
  const bestTime = stamp.verified?.genTime;
  const existedAt = bestTime ?? judgement.existedAt;
  const proof = signer && judgeSigner(signer, 'sha256', { ...judging, existedAt });
  return {
    conclusion: worstOf(findings.reasons.map(({ conclusion }) => conclusion)),
    level: isBasic ? levelOf(stamp, proof?.revocation === 'NOT_REVOKED') : undefined,
    signer: signer && summaryOf(signer, proof?.chain),
    signingTime,
    bestSignatureTime: bestTime,
    ...(proof !== undefined && { revocation: proof.revocation }),
    timestamps: stamp.summary === undefined ? [] : [stamp.summary],
    reasons: findings.reasons,
    documents,
    ...(statedSigner !== undefined && { statedSigner }),
  };
}

/** By the evidence object, whose digest is among the verified references. */
function statedSignerOf({ dataObjects }: ReadXades): string | undefined {
  const evidence = dataObjects
    .flatMap((object) => object.children())
    .find(({ name, namespace }) => name === 'SigningEvidence' && namespace === EVIDENCE_NAMESPACE);
  return evidence?.child('Signer')?.child('Name')?.text();
}

function unreadable(findings: Findings): SignatureReport {
  return {
    conclusion: worstOf(findings.reasons.map(({ conclusion }) => conclusion)),
    level: undefined,
    signer: undefined,
    signingTime: undefined,
    bestSignatureTime: undefined,
    reasons: findings.reasons,
  };
}

function levelOf(stamp: JudgedTimestamp, signerNotRevoked: boolean): Level {
  if (stamp.verified === undefined) return 'XAdES-BASELINE-B';
  return stamp.lasting && signerNotRevoked ? 'XAdES-BASELINE-LT' : 'XAdES-BASELINE-T';
}

/**
 * Every reference must hold: one to the signed properties of this signature, those to its own Objects, and one to each
 * document. Returns the names of the documents.
 */
function verifyReferences(
  signature: ReadXades,
  ids: ReadonlyMap<string, XmlElement>,
  digests: Digests,
): string[] {
  const covered: string[] = [];
  const elements: XmlElement[] = [];
  for (const reference of signature.references) {
    if (reference.uri.startsWith('#')) {
      const element = verifyElementReference(reference, ids);
      const isProperties = element === signature.signedProperties;
      if (isProperties !== (reference.type === xadesNames.SIGNED_PROPERTIES_TYPE))
        throw validationError('VALIDATION_STRUCTURE', 'a reference’s type does not say what it refers to');
      elements.push(element);
      continue;
    }
    const name = fileNameOfUri(reference.uri);
    const digest = name === undefined ? undefined : digests.get(name);
    if (name === undefined || digest === undefined)
      throw validationError('VALIDATION_DOCUMENT_MISSING', 'a signed document is not among those given');
    verifyDataReference(reference, digest);
    covered.push(name);
  }
  const expected = [signature.signedProperties, ...signature.dataObjects];
  if (elements.length !== expected.length || !expected.every((part) => elements.includes(part)))
    throw validationError(
      'VALIDATION_STRUCTURE',
      'the references must cover the signed properties and every Object of this signature, and no other element',
    );
  const left = [...digests.keys()].filter((name) => !covered.includes(name));
  if (left.length > 0)
    throw validationError(
      'VALIDATION_DOCUMENT_NOT_SIGNED',
      `the signature leaves out ${left.slice(0, MOST_NAMED).join(', ')}`,
    );
  if (new Set(covered).size !== covered.length)
    throw validationError('VALIDATION_DOCUMENT_NOT_SIGNED', 'the signature covers a document twice');
  return covered;
}

function judgeSignatureTimestamp(signature: ReadXades, judging: JudgingTimestamp): JudgedTimestamp {
  const step = 'signature time-stamp';
  const found = judging.findings.attempt(step, () => {
    const stamp = signatureTimestampOf(signature);
    if (stamp === undefined)
      throw validationError(
        'VALIDATION_TIMESTAMP_MISSING',
        'no time-stamp proves when the signature was made',
      );
    return {
      token: stamp.token,
      data: canonicalize(signature.signatureValue, stamp.canonicalization),
    };
  });
  return found === undefined ? NO_TIMESTAMP : judgeTimestamp('signature', found.token, [found.data], judging);
}
