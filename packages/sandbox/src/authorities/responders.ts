/** The sandbox's trust services as pure functions: request in, answer out. */
import { randomBytes } from 'node:crypto';
import { FormatError } from '@segl/formats/errors';
import { createCrl, createOcspResponse, type OcspAuthority } from '@segl/formats/revocation';
import { createTimestampRejection, createTimestampResponse } from '@segl/formats/tsp';
import { createSigningKey } from '@segl/formats/x509';
import { identity, type Identities } from './identities.ts';
import { chainOf } from './output.ts';
import { CRL_AUTHORITIES, OCSP_AUTHORITIES } from './plan.ts';

export interface Responders {
  /** RFC 3161: a request that cannot be granted is answered with a rejection. */
  answerTimestamp(request: Uint8Array, now: Date): Promise<Uint8Array>;
  /** RFC 6960: every certificate of the sandbox's trust services is good. */
  answerOcsp(request: Uint8Array, now: Date): Promise<Uint8Array>;
  /** An empty revocation list; undefined when no authority has that name. */
  crl(name: string, now: Date): Promise<Uint8Array | undefined>;
}

/** An arc for examples, which nobody else claims to follow. */
const TIMESTAMP_POLICY = '2.999.1';
const OCSP_VALID_MS = 24 * 60 * 60 * 1000;
const CRL_VALID_MS = 7 * OCSP_VALID_MS;

function randomSerial(): bigint {
  return BigInt(`0x${randomBytes(8).toString('hex')}`);
}

export function createResponders(identities: Identities): Responders {
  const tsa = createSigningKey(identity(identities, 'tsa').key, chainOf(identities, 'tsa').slice(0, 1));
  const ocsp: OcspAuthority[] = OCSP_AUTHORITIES.map((name) => {
    const responder = identity(identities, `${name}-ocsp`);
    return {
      issuer: identity(identities, name).certificate,
      key: createSigningKey(responder.key, [responder.certificate.der]),
      // The signer authority's certificates are issued by the service, one for each signature: none is on record here.
      status: () => ({ status: 'good' }),
    };
  });
  return {
    async answerTimestamp(request, now) {
      try {
        return await createTimestampResponse(request, {
          key: tsa,
          genTime: now,
          policy: TIMESTAMP_POLICY,
          serialNumber: randomSerial(),
        });
      } catch (error) {
        if (error instanceof FormatError) return createTimestampRejection(String(error.code));
        throw error;
      }
    },
    answerOcsp: (request, now) =>
      createOcspResponse(request, ocsp, {
        producedAt: now,
        nextUpdate: new Date(now.getTime() + OCSP_VALID_MS),
      }),
    async crl(name, now) {
      if (!CRL_AUTHORITIES.some((authority) => authority === name)) return undefined;
      const { certificate, key } = identity(identities, name);
      return createCrl({
        issuer: certificate,
        key: createSigningKey(key, [certificate.der]),
        number: BigInt(now.getTime()),
        thisUpdate: now,
        nextUpdate: new Date(now.getTime() + CRL_VALID_MS),
        revoked: [],
      });
    },
  };
}
