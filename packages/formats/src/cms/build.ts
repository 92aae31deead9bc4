/** Makes CMS SignedData (RFC 5652 clause 5) as CAdES baseline wants it (ETSI EN 319 122-1 clause 6). */
import { createHash } from 'node:crypto';
import { Oid, contextConstructed, write } from '../der/index.ts';
import type { SigningKey, TimestampSource, TimestampToken } from '../signing/index.ts';
import {
  digestAlgorithmIdentifier,
  readCertificate,
  signatureAlgorithmIdentifier,
  signingDigest,
  type Certificate,
} from '../x509/index.ts';
import { cmsError } from './errors.ts';
import { encodeSigningCertificateV2 } from './signing-certificate.ts';

export interface BuiltSignedData {
  /** DER ContentInfo. */
  readonly der: Uint8Array;
  readonly signature: Uint8Array;
  /** The signature time-stamp inside, when one was asked for. */
  readonly timestamp: TimestampToken | undefined;
}

/** What a SignedData is about: the digest of content kept elsewhere, as the key's algorithm demands it, or content to be carried inside. */
type Subject =
  | { readonly digest: Uint8Array }
  | { readonly contentType: string; readonly content: Uint8Array; readonly withoutCertificates?: boolean };

function attribute(type: string, value: Uint8Array): Uint8Array {
  return write.sequence(write.oid(type), write.setOf(value));
}

function encodeSignerInfo(
  signer: Certificate,
  parts: {
    attributes: Uint8Array;
    digestAlgorithm: Uint8Array;
    algorithm: Uint8Array;
    signature: Uint8Array;
    timestamp: Uint8Array | undefined;
  },
): Uint8Array {
  const unsigned =
    parts.timestamp === undefined
      ? []
      : [
          write.withTag(
            contextConstructed(1),
            write.setOf(attribute(Oid.signatureTimeStampToken, parts.timestamp)),
          ),
        ];
  return write.sequence(
    write.integer(1),
    write.sequence(signer.issuerDer, write.integer(BigInt(signer.serialNumber))),
    parts.digestAlgorithm,
    write.withTag(contextConstructed(0), parts.attributes),
    parts.algorithm,
    write.octetString(parts.signature),
    ...unsigned,
  );
}

/**
 * Signs with content-type, message-digest and signing-certificate-v2 as the only signed attributes (no signing-time:
 * PAdES forbids it), the digest of the key's algorithm, the whole chain embedded, everything in DER.
 *
 * `digest` is that of detached content; or `content` is carried inside under `contentType`. With `timestamp`, the
 * signature is time-stamped and the token embedded as unsigned attribute. Rejects with what `key` or `timestamp` reject with.
 */
export async function buildSignedData(
  input: Subject & { readonly key: SigningKey; readonly timestamp?: TimestampSource },
): Promise<BuiltSignedData> {
  const { key } = input;
  const [own] = key.chain;
  if (own === undefined)
    throw cmsError('CMS_SIGNER_CERTIFICATE_MISSING', 'the signing key has no certificate');
  const signer = readCertificate(own);
  const detached = 'digest' in input;
  const contentType = detached ? Oid.data : input.contentType;
  const digestName = signingDigest(key.algorithm);
  const digestAlgorithm = digestAlgorithmIdentifier(digestName);
  const digest = detached ? input.digest : createHash(digestName).update(input.content).digest();
  const attributes = write.setOf(
    attribute(Oid.contentType, write.oid(contentType)),
    attribute(Oid.messageDigest, write.octetString(digest)),
    attribute(Oid.signingCertificateV2, encodeSigningCertificateV2(signer, digestName)),
  );
  const signature = await key.sign(attributes);
  const timestamp = await input.timestamp?.(createHash('sha256').update(signature).digest());

  const content = detached ? [] : [write.explicit(0, write.octetString(input.content))];
  const bare = !detached && input.withoutCertificates === true;
  const certificates = bare ? [] : [write.withTag(contextConstructed(0), write.setOf(...key.chain))];
  const algorithm = signatureAlgorithmIdentifier(key.algorithm);
  const signedData = write.sequence(
    // RFC 5652 5.1: version 3 when the content is not plain data, else 1.
    write.integer(contentType === Oid.data ? 1 : 3),
    write.setOf(digestAlgorithm),
    write.sequence(write.oid(contentType), ...content),
    ...certificates,
    write.setOf(
      encodeSignerInfo(signer, {
        attributes,
        digestAlgorithm,
        algorithm,
        signature,
        timestamp: timestamp?.token,
      }),
    ),
  );
  const der = write.sequence(write.oid(Oid.signedData), write.explicit(0, signedData));
  return { der, signature, timestamp };
}
