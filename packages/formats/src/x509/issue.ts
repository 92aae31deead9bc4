/** Issues certificates (RFC 5280 clause 4): authorities, enterprise, TLS, seal, signer, time-stamp, OCSP responder. */
import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import { FormatError } from '../errors/index.ts';
import {
  Oid,
  contextPrimitive,
  openSequence,
  readDer,
  readOctetsOfBitString,
  Tag,
  write,
} from '../der/index.ts';
import { signNow, signatureAlgorithmIdentifier, signingAlgorithmOf, verifySignature } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import type { X509ErrorCode } from './errors.ts';
import { KEY_USAGES, type KeyUsage } from './extensions.ts';
import { encodeName, type DistinguishedName } from './name.ts';

export interface CertificateRequest {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  /** Who signs: an issuing certificate with its private key, or the subject's own private key (self-signed). */
  readonly issuer:
    { readonly certificate: Certificate; readonly key: KeyObject } | { readonly selfSigned: KeyObject };
  /** Random when absent. */
  readonly serialNumber?: bigint;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyUsage: readonly KeyUsage[];
  /** Dotted object identifiers. The extension is critical when timeStamping stands alone (RFC 3161 2.3). */
  readonly extendedKeyUsage?: readonly string[];
  readonly isCa?: boolean;
  readonly pathLength?: number;
  readonly subjectAltNames?: readonly { readonly type: 'dns' | 'ip'; readonly value: string }[];
  readonly ocspUrl?: string;
  readonly crlUrl?: string;
  /** Dotted object identifiers. */
  readonly policies?: readonly string[];
  readonly ocspNoCheck?: boolean;
}

/** A positive random serial number of 127 bits. */
export function randomSerialNumber(): bigint {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return BigInt(`0x${bytes.toString('hex')}`);
}

function keyIdentifier(publicKeyInfo: Uint8Array): Uint8Array {
  const fields = openSequence(readDer(publicKeyInfo));
  fields.next(Tag.sequence);
  return createHash('sha1').update(readOctetsOfBitString(fields.next())).digest();
}

function extension(identifier: string, critical: boolean, value: Uint8Array): Uint8Array {
  const criticalField = critical ? [write.boolean(true)] : [];
  return write.sequence(write.oid(identifier), ...criticalField, write.octetString(value));
}

/** Octets of an IPv4 address or of an IPv6 address in any of its text forms without embedded IPv4. */
function addressOctets(address: string): Uint8Array {
  if (address.includes('.')) return Uint8Array.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined): number[] =>
    text === undefined || text === '' ? [] : text.split(':').map((group) => parseInt(group, 16));
  const before = groups(head);
  const after = groups(tail);
  const middle = new Array<number>(8 - before.length - after.length).fill(0);
  return Uint8Array.from([...before, ...middle, ...after].flatMap((group) => [group >> 8, group & 0xff]));
}

const url = (value: string): Uint8Array => write.tagged(contextPrimitive(6), new TextEncoder().encode(value));

function encodeExtensions(
  request: CertificateRequest,
  subjectKeyId: Uint8Array,
  authorityKeyId: Uint8Array,
): Uint8Array {
  const {
    isCa = false,
    pathLength,
    keyUsage,
    extendedKeyUsage,
    subjectAltNames,
    ocspUrl,
    crlUrl,
    policies,
  } = request;
  const extensions = [
    extension(
      Oid.authorityKeyIdentifier,
      false,
      write.sequence(write.tagged(contextPrimitive(0), authorityKeyId)),
    ),
    extension(Oid.subjectKeyIdentifier, false, write.octetString(subjectKeyId)),
    extension(Oid.keyUsage, true, write.namedBits(keyUsage.map((usage) => KEY_USAGES.indexOf(usage)))),
  ];
  if (isCa) {
    const length = pathLength === undefined ? [] : [write.integer(pathLength)];
    extensions.push(extension(Oid.basicConstraints, true, write.sequence(write.boolean(true), ...length)));
  }
  if (extendedKeyUsage !== undefined) {
    const critical = extendedKeyUsage.length === 1 && extendedKeyUsage[0] === Oid.timeStamping;
    extensions.push(
      extension(Oid.extendedKeyUsage, critical, write.sequence(...extendedKeyUsage.map(write.oid))),
    );
  }
  if (subjectAltNames !== undefined) {
    const names = subjectAltNames.map(({ type, value }) =>
      type === 'dns'
        ? write.tagged(contextPrimitive(2), new TextEncoder().encode(value))
        : write.tagged(contextPrimitive(7), addressOctets(value)),
    );
    extensions.push(extension(Oid.subjectAltName, false, write.sequence(...names)));
  }
  if (policies !== undefined) {
    const information = policies.map((policy) => write.sequence(write.oid(policy)));
    extensions.push(extension(Oid.certificatePolicies, false, write.sequence(...information)));
  }
  if (crlUrl !== undefined) {
    const point = write.sequence(write.explicit(0, write.explicit(0, url(crlUrl))));
    extensions.push(extension(Oid.crlDistributionPoints, false, write.sequence(point)));
  }
  if (ocspUrl !== undefined) {
    const description = write.sequence(write.oid(Oid.accessOcsp), url(ocspUrl));
    extensions.push(extension(Oid.authorityInfoAccess, false, write.sequence(description)));
  }
  if (request.ocspNoCheck === true) extensions.push(extension(Oid.ocspNoCheck, false, write.nullValue()));
  return write.sequence(...extensions);
}

/**
 * Issues one certificate; returns its DER. The signature is SHA-256 with RSA or ECDSA, after the issuer's key.
 * X509_ISSUER_KEY_MISMATCH when the private key is not the issuing certificate's.
 */
export function issueCertificate(request: CertificateRequest): Uint8Array {
  const subject = encodeName(request.subject);
  const publicKeyInfo = request.publicKey.export({ format: 'der', type: 'spki' });
  const selfSigned = 'selfSigned' in request.issuer;
  const key = 'selfSigned' in request.issuer ? request.issuer.selfSigned : request.issuer.key;
  const issuer = 'selfSigned' in request.issuer ? undefined : request.issuer.certificate;
  const subjectKeyId = keyIdentifier(publicKeyInfo);
  const authorityKeyId =
    issuer === undefined
      ? subjectKeyId
      : (issuer.subjectKeyIdentifier ?? createHash('sha1').update(issuer.publicKeyBits).digest());
  const tbs = write.sequence(
    write.explicit(0, write.integer(2)),
    write.integer(request.serialNumber ?? randomSerialNumber()),
    signatureAlgorithmIdentifier(signingAlgorithmOf(key)),
    issuer === undefined ? subject : issuer.subjectDer,
    write.sequence(write.certificateTime(request.notBefore), write.certificateTime(request.notAfter)),
    subject,
    publicKeyInfo,
    write.explicit(3, encodeExtensions(request, subjectKeyId, authorityKeyId)),
  );
  const { algorithm, signature } = signNow(key, tbs);
  const verificationKey = selfSigned || issuer === undefined ? request.publicKey : issuer.publicKey;
  if (!verifySignature({ algorithm, data: tbs, signature }, verificationKey)) {
    throw new FormatError<X509ErrorCode>(
      'X509_ISSUER_KEY_MISMATCH',
      'the private key does not belong to the issuing certificate',
    );
  }
  return write.sequence(tbs, algorithm, write.bitString(signature));
}
