/** X.509 certificates: reading, chains, issuing, PEM and PKCS #12. */
export {
  createSigningKey,
  digestAlgorithmIdentifier,
  readAlgorithmOid,
  readDigestAlgorithm,
  signatureAlgorithmIdentifier,
  signatureDigest,
  signingDigest,
  verifySignature,
} from './algorithms.ts';
export {
  isSelfSigned,
  isSignedBy,
  readCertificate,
  readCertificates,
  subjectAttribute,
  type Certificate,
} from './certificate.ts';
export { buildChain, requireKeyUsage, type CertificateStore } from './chain.ts';
export { reading, type X509ErrorCode } from './errors.ts';
export type { KeyUsage } from './extensions.ts';
export { issueCertificate, randomSerialNumber, type CertificateRequest } from './issue.ts';
export type { DistinguishedName, NameAttribute } from './name.ts';
export { organizationNumber } from './organization-number.ts';
export { derOfPem, toPem } from './pem.ts';
export { writePkcs12 } from './pkcs12.ts';
