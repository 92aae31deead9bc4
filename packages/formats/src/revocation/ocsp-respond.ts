/** OCSP responses as a responder makes them (RFC 6960 clause 4.2). */
import { createHash } from 'node:crypto';
import { Oid, contextConstructed, contextPrimitive, write } from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import type { SigningKey } from '../signing/index.ts';
import { readCertificate, signatureAlgorithmIdentifier, type Certificate } from '../x509/index.ts';
import { namesIssuer, type CertId } from './cert-id.ts';
import { encodeNonce, readOcspRequest, type OcspRequest } from './ocsp-request.ts';

/** What a responder knows about one certificate. `reason` is a CRLReason (RFC 5280 5.3.1). */
export type KnownStatus =
  | { readonly status: 'good' | 'unknown' }
  | { readonly status: 'revoked'; readonly at: Date; readonly reason?: number };

export interface OcspAuthority {
  readonly issuer: Certificate;
  /** The delegated responder's key and certificate, or the issuer's own. */
  readonly key: SigningKey;
  /** Serial number in decimal. */
  status(serialNumber: string): KnownStatus;
}

/** An OCSPResponse without answer: 1 malformedRequest, 2 internalError, 3 tryLater, 6 unauthorized. */
function refusal(status: number): Uint8Array {
  return write.sequence(write.enumerated(status));
}

function encodeStatus(known: KnownStatus): Uint8Array {
  switch (known.status) {
    case 'good':
      return write.tagged(contextPrimitive(0));
    case 'unknown':
      return write.tagged(contextPrimitive(2));
    case 'revoked': {
      const reason = known.reason === undefined ? [] : [write.explicit(0, write.enumerated(known.reason))];
      return write.tagged(contextConstructed(1), write.generalizedTime(known.at), ...reason);
    }
  }
}

async function answer(
  request: OcspRequest,
  authority: OcspAuthority,
  times: { producedAt: Date; nextUpdate: Date },
): Promise<Uint8Array> {
  const [own] = authority.key.chain;
  if (own === undefined) return refusal(2);
  const responder = readCertificate(own);
  const single = (id: CertId): Uint8Array =>
    write.sequence(
      id.der,
      encodeStatus(
        namesIssuer(id, authority.issuer) ? authority.status(id.serialNumber) : { status: 'unknown' },
      ),
      write.generalizedTime(times.producedAt),
      write.explicit(0, write.generalizedTime(times.nextUpdate)),
    );
  const nonce =
    request.nonce === undefined ? [] : [write.explicit(1, write.sequence(encodeNonce(request.nonce)))];
  const keyHash = createHash('sha1').update(responder.publicKeyBits).digest();
  const responseData = write.sequence(
    write.explicit(2, write.octetString(keyHash)),
    write.generalizedTime(times.producedAt),
    write.sequence(...request.certIds.map(single)),
    ...nonce,
  );
  const signature = await authority.key.sign(responseData);
  const delegated = responder.sha256 !== authority.issuer.sha256;
  const basic = write.sequence(
    responseData,
    signatureAlgorithmIdentifier(authority.key.algorithm),
    write.bitString(signature),
    ...(delegated ? [write.explicit(0, write.sequence(responder.der))] : []),
  );
  const bytes = write.sequence(write.oid(Oid.ocspBasic), write.octetString(basic));
  return write.sequence(write.enumerated(0), write.explicit(0, bytes));
}

/**
 * Answers an OCSPRequest for whichever of `authorities` its first certificate is from. Never rejects for what the
 * request holds: a malformed one and one about foreign certificates get the error responses of RFC 6960 2.3.
 */
export async function createOcspResponse(
  request: Uint8Array,
  authorities: readonly OcspAuthority[],
  times: { producedAt: Date; nextUpdate: Date },
): Promise<Uint8Array> {
  let read: OcspRequest;
  try {
    read = readOcspRequest(request);
  } catch (error) {
    if (error instanceof FormatError) return refusal(1);
    throw error;
  }
  const [first] = read.certIds;
  const authority = authorities.find(({ issuer }) => namesIssuer(first, issuer));
  return authority === undefined ? refusal(6) : answer(read, authority, times);
}
