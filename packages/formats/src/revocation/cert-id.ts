/** OCSP CertID (RFC 6960 clause 4.1.1): how a request names a certificate. */
import { createHash } from 'node:crypto';
import {
  Oid,
  Tag,
  equalBytes,
  malformed,
  openSequence,
  readInteger,
  write,
  type DerValue,
} from '../der/index.ts';
import { readAlgorithmOid, type Certificate } from '../x509/index.ts';

export interface CertId {
  readonly hash: 'sha1' | 'sha256';
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** Decimal. */
  readonly serialNumber: string;
  readonly der: Uint8Array;
}

/**
 * DER CertID with SHA-1, the only form every responder understands (RFC 5019 2.1.1). Nothing rests on the hash:
 * it only names the issuer, whose signature on the answer is what counts.
 */
export function encodeCertId(certificate: Certificate, issuer: Certificate): Uint8Array {
  return write.sequence(
    write.sequence(write.oid(Oid.sha1), write.nullValue()),
    write.octetString(createHash('sha1').update(issuer.subjectDer).digest()),
    write.octetString(createHash('sha1').update(issuer.publicKeyBits).digest()),
    write.integer(BigInt(certificate.serialNumber)),
  );
}

export function readCertId(value: DerValue): CertId {
  const fields = openSequence(value);
  const algorithm = readAlgorithmOid(fields.next());
  const issuerNameHash = fields.next(Tag.octetString).content;
  const issuerKeyHash = fields.next(Tag.octetString).content;
  const serialNumber = readInteger(fields.next()).toString();
  fields.end();
  if (algorithm !== Oid.sha1 && algorithm !== Oid.sha256)
    throw malformed('a CertID uses another hash than SHA-1 or SHA-256');
  const hash = algorithm === Oid.sha1 ? 'sha1' : 'sha256';
  return { hash, issuerNameHash, issuerKeyHash, serialNumber, der: value.raw };
}

/** Whether the CertID names `issuer` as the issuing authority. */
export function namesIssuer(id: CertId, issuer: Certificate): boolean {
  const digest = (data: Uint8Array): Uint8Array => createHash(id.hash).update(data).digest();
  return (
    equalBytes(id.issuerNameHash, digest(issuer.subjectDer)) &&
    equalBytes(id.issuerKeyHash, digest(issuer.publicKeyBits))
  );
}
