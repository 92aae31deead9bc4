/** OCSP requests (RFC 6960 clause 4.1, RFC 9654 for the nonce). */
import {
  Oid,
  Tag,
  contextConstructed,
  expectTag,
  malformed,
  openSequence,
  readAll,
  readBoolean,
  readDer,
  readExplicit,
  readOid,
  write,
  type DerValue,
} from '../der/index.ts';
import { reading, type Certificate } from '../x509/index.ts';
import { encodeCertId, readCertId, type CertId } from './cert-id.ts';

const MAX_REQUEST_BYTES = 8192;
const MAX_CERTIFICATES = 16;

/** A nonce extension; `nonce` are its octets (1 to 128, RFC 9654). */
export function encodeNonce(nonce: Uint8Array): Uint8Array {
  return write.sequence(write.oid(Oid.ocspNonce), write.octetString(write.octetString(nonce)));
}

/** DER OCSPRequest for one certificate, unsigned. */
export function encodeOcspRequest(
  certificate: Certificate,
  issuer: Certificate,
  nonce?: Uint8Array,
): Uint8Array {
  const list = write.sequence(write.sequence(encodeCertId(certificate, issuer)));
  const extensions = nonce === undefined ? [] : [write.explicit(2, write.sequence(encodeNonce(nonce)))];
  return write.sequence(write.sequence(list, ...extensions));
}

/**
 * The nonce among `extensions` (DER SEQUENCE of Extension); other extensions that are critical are malformed,
 * for they would change the meaning.
 */
export function readNonce(extensions: DerValue | undefined): Uint8Array | undefined {
  let nonce: Uint8Array | undefined;
  for (const extension of extensions === undefined ? [] : readAll(expectTag(extensions, Tag.sequence))) {
    const fields = openSequence(extension);
    const type = readOid(fields.next(Tag.oid));
    const critical = fields.optional(Tag.boolean);
    const value = fields.next(Tag.octetString).content;
    if (type === Oid.ocspNonce) {
      nonce = readDer(value, Tag.octetString).content;
      if (nonce.length < 1 || nonce.length > 128) throw malformed('a nonce has 1 to 128 octets');
    } else if (critical !== undefined && readBoolean(critical)) {
      throw malformed(`the critical extension ${type} is not supported`);
    }
  }
  return nonce;
}

export interface OcspRequest {
  readonly certIds: readonly [CertId, ...CertId[]];
  readonly nonce: Uint8Array | undefined;
}

function parse(der: Uint8Array): OcspRequest {
  if (der.length > MAX_REQUEST_BYTES) throw malformed(`it is larger than ${MAX_REQUEST_BYTES} bytes`);
  const request = openSequence(openSequence(readDer(der)).next());
  request.optional(contextConstructed(0));
  request.optional(contextConstructed(1));
  const items = readAll(request.next(Tag.sequence));
  const extensions = request.optional(contextConstructed(2));
  request.end();
  if (items.length > MAX_CERTIFICATES)
    throw malformed(`it asks for more than ${MAX_CERTIFICATES} certificates`);
  const [first, ...rest] = items.map((item) => readCertId(openSequence(item).next(Tag.sequence)));
  if (first === undefined) throw malformed('it asks for no certificate');
  return { certIds: [first, ...rest], nonce: readNonce(extensions && readExplicit(extensions)) };
}

/** Reads a request on the responder's side. REVOCATION_MALFORMED. */
export function readOcspRequest(der: Uint8Array): OcspRequest {
  return reading('REVOCATION_MALFORMED', 'the OCSP request', () => parse(der));
}
