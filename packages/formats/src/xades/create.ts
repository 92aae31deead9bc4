/** Makes XAdES-BASELINE-LT signatures (ETSI EN 319 132-1 clause 6) over files and one evidence object. */
import { verify } from 'node:crypto';
import { Tag, openSequence, readDer, readInteger } from '../der/index.ts';
import type { RevocationData, RevocationSource, SigningKey, TimestampSource } from '../signing/index.ts';
import { C14N_EXCLUSIVE, canonicalize, parseXml } from '../xml/index.ts';
import { readCertificate, signingDigest, type Certificate } from '../x509/index.ts';
import {
  base64,
  evidenceObject,
  evidenceReference,
  partIds,
  propertiesReference,
  sha256,
  signatureValue,
  signedInfo,
  signedProperties,
  type SignedReference,
} from './canonical-parts.ts';
import { documentUri } from './document-uri.ts';
import { xadesError } from './errors.ts';
import { ASIC, DS, SIGNATURE_METHODS, XADES } from './names.ts';

/** A file that is signed by its digest; the signature refers to it by name. */
export interface SignedFile {
  readonly name: string;
  readonly mime: string;
  readonly sha256: Uint8Array;
}

export interface XadesInput {
  readonly objects: readonly SignedFile[];
  /** One element, in exclusive canonical form and without declaration (`buildEvidenceXml`). */
  readonly evidenceXml: string;
  readonly signingTime: Date;
  /** SignerRoleV2, left out when empty. */
  readonly claimedRoles?: readonly string[];
  readonly key: SigningKey;
  readonly timestamp: TimestampSource;
  readonly revocation: RevocationSource;
  /** Called when the named step is done, before the next begins. */
  readonly step?: (name: XadesStep) => void | Promise<void>;
}

export type XadesStep = 'signature-created' | 'signature-timestamped' | 'revocation-collected';

function requireCanonical(evidenceXml: string): void {
  const bytes = Buffer.from(evidenceXml, 'utf8');
  let canonical: Uint8Array;
  try {
    using document = parseXml(bytes, { forSignature: true });
    canonical = canonicalize(document.root, C14N_EXCLUSIVE);
  } catch (error) {
    throw xadesError('XADES_EVIDENCE_NOT_CANONICAL', 'the evidence is not one well-formed element', error);
  }
  if (!bytes.equals(canonical)) {
    throw xadesError('XADES_EVIDENCE_NOT_CANONICAL', 'the evidence is not in exclusive canonical form');
  }
}

function requireDistinctNames(objects: readonly SignedFile[]): void {
  const names = new Set(objects.map(({ name }) => name));
  if (objects.length === 0 || names.size !== objects.length) {
    throw xadesError('XADES_DOCUMENT_NAMES', 'there must be documents, and each must have a name of its own');
  }
}

function signerOf(key: SigningKey): Certificate {
  const [own] = key.chain;
  if (own === undefined) throw xadesError('XADES_SIGNING_KEY', 'the signing key has no certificate');
  return readCertificate(own);
}

/** ECDSA signatures in XML are r and s side by side, each of `bytes`, as long as the curve's order (RFC 9231 2.3.6). */
function rawPair(der: Uint8Array, bytes: number): Uint8Array {
  const fields = openSequence(readDer(der, Tag.sequence));
  const halves = [readInteger(fields.next()), readInteger(fields.next())];
  fields.end();
  return Buffer.from(halves.map((half) => half.toString(16).padStart(2 * bytes, '0')).join(''), 'hex');
}

async function signChecked(key: SigningKey, signer: Certificate, data: Uint8Array): Promise<Uint8Array> {
  const signature = await key.sign(data);
  if (!verify(signingDigest(key.algorithm), data, signer.publicKey, signature)) {
    throw xadesError('XADES_SIGNING_KEY', 'the signature does not verify with the signing key’s certificate');
  }
  return key.algorithm === 'rsa-sha256' ? signature : rawPair(signature, ORDER_BYTES[key.algorithm]);
}

const ORDER_BYTES = { 'ecdsa-p256-sha256': 32, 'ecdsa-p384-sha384': 48, 'ecdsa-p521-sha512': 66 } as const;

/** The values of all, each once, in the order first met. */
function distinct(values: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(values.map((value) => [base64(value), value])).values()];
}

function encapsulated(name: string, values: readonly Uint8Array[]): string {
  return values.map((value) => `<xades:${name}>${base64(value)}</xades:${name}>`).join('');
}

function section(name: string, content: string): string {
  return content === '' ? '' : `<xades:${name}>${content}</xades:${name}>`;
}

/** CertificateValues and RevocationValues (clauses 5.4.1 and 5.4.2) of the signer's and the authority's chains. */
function validationData(embedded: readonly Uint8Array[], collected: readonly RevocationData[]): string {
  const known = new Set(embedded.map(base64));
  const certificates = distinct(collected.flatMap((data) => data.certificates)).filter(
    (der) => !known.has(base64(der)),
  );
  const crls = distinct(collected.flatMap((data) => data.crls));
  const ocspResponses = distinct(collected.flatMap((data) => data.ocspResponses));
  return (
    section('CertificateValues', encapsulated('EncapsulatedX509Certificate', certificates)) +
    section(
      'RevocationValues',
      section('CRLValues', encapsulated('EncapsulatedCRLValue', crls)) +
        section('OCSPValues', encapsulated('EncapsulatedOCSPValue', ocspResponses)),
    )
  );
}

/**
 * Signs `objects` and the evidence: XAdES-BASELINE-LT, a whole XAdESSignatures document in UTF-8.
 * Throws XADES_*; rejects with whatever key, time-stamp or revocation source reject with: no lower level is ever returned.
 */
export async function createXades(input: XadesInput): Promise<Uint8Array> {
  const { objects, key } = input;
  requireDistinctNames(objects);
  requireCanonical(input.evidenceXml);
  const signer = signerOf(key);
  const ids = partIds(`${signer.sha256} ${input.signingTime.toISOString()} ${input.evidenceXml}`);

  const evidence = evidenceObject(ids.evidence, input.evidenceXml);
  const evidenceReferenceId = ids.reference(objects.length);
  const properties = signedProperties({
    id: ids.signedProperties,
    certificate: signer,
    signingTime: input.signingTime,
    claimedRoles: input.claimedRoles ?? [],
    formats: [
      ...objects.map(({ mime }, position) => ({ referenceId: ids.reference(position), mime })),
      { referenceId: evidenceReferenceId, mime: 'application/xml' },
    ],
  });
  const references: SignedReference[] = [
    ...objects.map((object, position) => ({
      id: ids.reference(position),
      uri: documentUri(object.name),
      digest: object.sha256,
    })),
    evidenceReference(evidenceReferenceId, ids.evidence, sha256(evidence)),
    propertiesReference(ids.reference(objects.length + 1), ids.signedProperties, sha256(properties)),
  ];
  const info = signedInfo(SIGNATURE_METHODS[key.algorithm], references);
  const value = signatureValue(ids.signatureValue, await signChecked(key, signer, Buffer.from(info, 'utf8')));
  await input.step?.('signature-created');

  const token = await input.timestamp(sha256(value));
  await input.step?.('signature-timestamped');
  const collected = [await input.revocation(key.chain), await input.revocation(token.chain)];
  await input.step?.('revocation-collected');

  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      `<asic:XAdESSignatures xmlns:asic="${ASIC}"><ds:Signature xmlns:ds="${DS}" Id="${ids.signature}">` +
      `${info}${value}<ds:KeyInfo><ds:X509Data>` +
      key.chain.map((der) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`).join('') +
      `</ds:X509Data></ds:KeyInfo>${evidence}<ds:Object>` +
      `<xades:QualifyingProperties xmlns:xades="${XADES}" Target="#${ids.signature}">${properties}` +
      '<xades:UnsignedProperties><xades:UnsignedSignatureProperties>' +
      `<xades:SignatureTimeStamp Id="${ids.timestamp}">` +
      `<ds:CanonicalizationMethod Algorithm="${C14N_EXCLUSIVE}"></ds:CanonicalizationMethod>` +
      `<xades:EncapsulatedTimeStamp>${base64(token.token)}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>` +
      validationData(key.chain, collected) +
      '</xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties></ds:Object>' +
      '</ds:Signature></asic:XAdESSignatures>\n',
    'utf8',
  );
}
