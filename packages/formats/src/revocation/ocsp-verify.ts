/** Verifies OCSP responses (RFC 6960 clauses 3.2 and 4.2). */
import { createHash } from 'node:crypto';
import {
  Oid,
  Tag,
  contextConstructed,
  contextPrimitive,
  equalBytes,
  malformed,
  openSequence,
  readAll,
  readDer,
  readExplicit,
  readOctetsOfBitString,
  readOid,
  readSmallInteger,
  readTime,
  expectTag,
  type DerValue,
} from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import { isSignedBy, readCertificate, reading, verifySignature, type Certificate } from '../x509/index.ts';
import { namesIssuer, readCertId, type CertId } from './cert-id.ts';
import { revocationError } from './errors.ts';
import { checkFreshness } from './freshness.ts';
import { readNonce } from './ocsp-request.ts';

export interface OcspStatus {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Set when revoked. */
  readonly revokedAt: Date | undefined;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly producedAt: Date;
  /** Who signed: a delegated responder's certificate, or the issuer's own. */
  readonly responder: Certificate;
}

type SingleResponse = Pick<OcspStatus, 'status' | 'revokedAt' | 'thisUpdate' | 'nextUpdate'> & {
  readonly id: CertId;
};

interface BasicResponse {
  readonly responseData: Uint8Array;
  readonly responderId: DerValue;
  readonly producedAt: Date;
  readonly responses: readonly SingleResponse[];
  readonly nonce: Uint8Array | undefined;
  readonly algorithm: Uint8Array;
  readonly signature: Uint8Array;
  readonly certificates: readonly Certificate[];
}

const MAX_BYTES = 256 * 1024;
const MAX_CERTIFICATES = 8;
const STATUS_NAMES = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  '',
  'sigRequired',
  'unauthorized',
];

function readSingleResponse(value: DerValue): SingleResponse {
  const fields = openSequence(value);
  const id = readCertId(fields.next(Tag.sequence));
  const status = fields.next();
  const thisUpdate = readTime(fields.next(Tag.generalizedTime));
  const next = fields.optional(contextConstructed(0));
  const extensions = fields.optional(contextConstructed(1));
  fields.end();
  readNonce(extensions && readExplicit(extensions));
  const common = { id, thisUpdate, nextUpdate: next && readTime(readExplicit(next)) };
  switch (status.tag) {
    case contextPrimitive(0):
      return { ...common, status: 'good', revokedAt: undefined };
    case contextConstructed(1):
      return { ...common, status: 'revoked', revokedAt: readTime(openSequence(status, status.tag).next()) };
    case contextPrimitive(2):
      return { ...common, status: 'unknown', revokedAt: undefined };
    default:
      throw malformed('a certificate status is neither good, revoked nor unknown');
  }
}

function readBasicResponse(der: Uint8Array): BasicResponse {
  const fields = openSequence(readDer(der));
  const responseData = fields.next(Tag.sequence);
  const algorithm = fields.next(Tag.sequence).raw;
  const signature = readOctetsOfBitString(fields.next());
  const certificates = fields.optional(contextConstructed(0));
  fields.end();
  const data = openSequence(responseData);
  data.optional(contextConstructed(0));
  const responderId = data.next();
  const producedAt = readTime(data.next(Tag.generalizedTime));
  const responses = readAll(data.next(Tag.sequence)).map(readSingleResponse);
  const extensions = data.optional(contextConstructed(1));
  data.end();
  const embedded =
    certificates === undefined ? [] : readAll(expectTag(readExplicit(certificates), Tag.sequence));
  if (embedded.length > MAX_CERTIFICATES)
    throw malformed(`it holds more than ${MAX_CERTIFICATES} certificates`);
  return {
    responseData: responseData.raw,
    responderId,
    producedAt,
    responses,
    nonce: readNonce(extensions && readExplicit(extensions)),
    algorithm,
    signature,
    certificates: embedded.map(({ raw }) => readCertificate(raw)),
  };
}

/** The BasicOCSPResponse inside; a responder's refusal is REVOCATION_UNAVAILABLE. */
function readOcspResponse(der: Uint8Array): BasicResponse {
  return reading('REVOCATION_MALFORMED', 'the OCSP response', () => {
    if (der.length > MAX_BYTES) throw malformed(`it is larger than ${MAX_BYTES} bytes`);
    const fields = openSequence(readDer(der));
    const status = readSmallInteger(fields.next(), Tag.enumerated);
    if (status !== 0) {
      throw revocationError(
        'REVOCATION_UNAVAILABLE',
        `the OCSP responder answered ${STATUS_NAMES[status] ?? status}`,
      );
    }
    const bytes = openSequence(readExplicit(fields.next(contextConstructed(0))));
    fields.end();
    if (readOid(bytes.next(Tag.oid)) !== Oid.ocspBasic) throw malformed('it is not a basic response');
    return readBasicResponse(bytes.next(Tag.octetString).content);
  });
}

/** Whether the responder identifier (by name or by SHA-1 of the key) is that of `certificate`. */
function isResponder(responderId: DerValue, certificate: Certificate): boolean {
  switch (responderId.tag) {
    case contextConstructed(1):
      return equalBytes(readExplicit(responderId).raw, certificate.subjectDer);
    case contextConstructed(2): {
      const hash = expectTag(readExplicit(responderId), Tag.octetString).content;
      return equalBytes(hash, createHash('sha1').update(certificate.publicKeyBits).digest());
    }
    default:
      throw malformed('the responder is named neither by name nor by key');
  }
}

/** RFC 6960 4.2.2.2: the issuer itself, or a certificate it issued directly for OCSP signing. */
function checkAuthorised(responder: Certificate, issuer: Certificate, producedAt: Date): void {
  const refuse = (message: string): never => {
    throw revocationError('REVOCATION_RESPONDER', message);
  };
  if (producedAt < responder.notBefore || producedAt > responder.notAfter) {
    refuse('the responder’s certificate was not valid when it answered');
  }
  if (responder.sha256 === issuer.sha256) return;
  if (!equalBytes(responder.issuerDer, issuer.subjectDer))
    refuse('the responder’s certificate is not from the issuer asked about');
  if (responder.extendedKeyUsage?.has(Oid.ocspSigning) !== true)
    refuse('the responder’s certificate is not for OCSP signing');
  if (responder.keyUsage !== undefined && !responder.keyUsage.has('digitalSignature')) {
    refuse('the responder’s certificate is not for signatures');
  }
  if (responder.unknownCritical.length > 0)
    refuse('the responder’s certificate has an unsupported critical extension');
  if (!isSignedBy(responder, issuer))
    refuse('the responder’s certificate is not signed by the issuer asked about');
}

/** The certificate that made the signature, authorised to answer for `issuer`. */
function verifyResponder(basic: BasicResponse, issuer: Certificate): Certificate {
  const responder = reading('REVOCATION_MALFORMED', 'the responder identifier', () =>
    [issuer, ...basic.certificates].find((candidate) => isResponder(basic.responderId, candidate)),
  );
  if (responder === undefined) {
    throw revocationError('REVOCATION_RESPONDER', 'the responder’s certificate is not in the OCSP response');
  }
  checkAuthorised(responder, issuer, basic.producedAt);
  const { algorithm, responseData: data, signature } = basic;
  if (!verifySignature({ algorithm, data, signature }, responder.publicKey)) {
    throw revocationError(
      'REVOCATION_SIGNATURE',
      'the signature on the OCSP response is not its responder’s',
    );
  }
  return responder;
}

/**
 * Verifies an OCSPResponse about `certificate`, issued by `issuer` (whose own trust the caller has established), in
 * named steps: structure, an answer about this certificate, responder authorised and signature its own, nonce when one was
 * sent and comes back, freshness at `at` (left out: when it was produced, for answers kept in a signature).
 * Returns the status whatever it is; throws REVOCATION_* when the answer itself cannot be relied on.
 */
export function verifyOcspResponse(
  der: Uint8Array,
  options: { certificate: Certificate; issuer: Certificate; at?: Date; nonce?: Uint8Array },
): OcspStatus {
  const basic = readOcspResponse(der);
  const answer = basic.responses.find(
    ({ id }) => id.serialNumber === options.certificate.serialNumber && namesIssuer(id, options.issuer),
  );
  if (answer === undefined) {
    throw revocationError('REVOCATION_MISMATCH', 'the OCSP response is about other certificates');
  }
  const responder = signatureStep(() => verifyResponder(basic, options.issuer));
  if (options.nonce !== undefined && basic.nonce !== undefined && !equalBytes(options.nonce, basic.nonce)) {
    throw revocationError(
      'REVOCATION_MISMATCH',
      'the OCSP response answers another request: its nonce differs',
    );
  }
  checkFreshness(answer, options.at ?? basic.producedAt);
  const { status, revokedAt, thisUpdate, nextUpdate } = answer;
  return { status, revokedAt, thisUpdate, nextUpdate, producedAt: basic.producedAt, responder };
}

/** Algorithms or keys too weak to be relied on make the signature unusable. */
function signatureStep<T>(verify: () => T): T {
  try {
    return verify();
  } catch (error) {
    if (error instanceof FormatError && String(error.code).startsWith('X509_')) {
      throw revocationError('REVOCATION_SIGNATURE', error.message, error);
    }
    throw error;
  }
}
