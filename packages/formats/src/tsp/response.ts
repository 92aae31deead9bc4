/** Time-stamp responses (RFC 3161 clause 2.4.2): reading an authority's, and making one as an authority. */
import { Oid, Tag, openSequence, readDer, readNamedBits, readSmallInteger, write } from '../der/index.ts';
import { buildSignedData } from '../cms/index.ts';
import type { DigestName, SigningKey } from '../signing/index.ts';
import { reading, type CertificateStore } from '../x509/index.ts';
import { tspError, type TspErrorCode } from './errors.ts';
import { readTimestampRequest } from './request.ts';
import { verifyTimestampToken, type VerifiedTimestamp } from './token.ts';

const FAILURES: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/** The token of a granting response. */
function grantedToken(der: Uint8Array): Uint8Array {
  const { status, failure, token } = reading('TSP_MALFORMED', 'the time-stamp response', () => {
    const fields = openSequence(readDer(der));
    const info = openSequence(fields.next());
    const code = readSmallInteger(info.next());
    info.optional(Tag.sequence);
    const failInfo = info.optional(Tag.bitString);
    info.end();
    const granted = fields.optional(Tag.sequence);
    fields.end();
    const names =
      failInfo === undefined ? [] : readNamedBits(failInfo).map((bit) => FAILURES[bit] ?? String(bit));
    return { status: code, failure: names.join(', '), token: granted?.raw };
  });
  // 0 granted, 1 grantedWithMods.
  if (status > 1) {
    throw tspError(
      'TSP_REFUSED',
      `the authority refused with status ${status}${failure === '' ? '' : ` (${failure})`}`,
    );
  }
  if (token === undefined)
    throw tspError('TSP_MALFORMED', 'the authority granted, but sent no time-stamp token');
  return token;
}

/**
 * Reads the answer to a request made with the same digest, `nonce` and `policy`, and verifies it in full; see
 * `verifyTimestampToken`. Throws TSP_*: nothing unverified is ever returned.
 */
export function readTimestampResponse(
  der: Uint8Array,
  options: {
    digest: Uint8Array;
    algorithm?: DigestName | undefined;
    nonce: bigint;
    policy?: string;
    trust: CertificateStore;
    at?: Date;
  },
): VerifiedTimestamp {
  const { digest, algorithm = 'sha256' } = options;
  const digestBy = (name: DigestName): Uint8Array | undefined => (name === algorithm ? digest : undefined);
  const verified = verifyTimestampToken(grantedToken(der), { ...options, digestBy });
  if (verified.nonce !== options.nonce) {
    throw tspError(
      'TSP_NONCE_MISMATCH',
      'the answer is not to this request: its nonce differs or is missing',
    );
  }
  if (options.policy !== undefined && verified.policy !== options.policy) {
    throw tspError(
      'TSP_POLICY_MISMATCH',
      'the authority stamped under another policy than the one asked for',
    );
  }
  return verified;
}

/**
 * Answers a request as an authority: DER TimeStampResp, granted, under `policy` (dotted), accuracy one second.
 * Rejects with TSP_REQUEST_* for requests that must be refused; `createTimestampRejection` puts that into words.
 */
export async function createTimestampResponse(
  request: Uint8Array,
  authority: { key: SigningKey; genTime: Date; policy: string; serialNumber: bigint },
): Promise<Uint8Array> {
  const { imprint, policy, nonce, certificatesWanted } = readTimestampRequest(request);
  if (policy !== undefined && policy !== authority.policy) {
    throw tspError(
      'TSP_REQUEST_POLICY',
      'the time-stamp request asks for a policy this authority does not have',
    );
  }
  const tstInfo = write.sequence(
    write.integer(1),
    write.oid(authority.policy),
    imprint.der,
    write.integer(authority.serialNumber),
    write.generalizedTime(authority.genTime),
    write.sequence(write.integer(1)),
    ...(nonce === undefined ? [] : [write.integer(nonce)]),
  );
  const { der } = await buildSignedData({
    key: authority.key,
    contentType: Oid.tstInfo,
    content: tstInfo,
    withoutCertificates: !certificatesWanted,
  });
  return write.sequence(write.sequence(write.integer(0)), der);
}

const REJECTIONS: Readonly<Partial<Record<TspErrorCode, number>>> = {
  TSP_REQUEST_ALGORITHM: 0,
  TSP_REQUEST_MALFORMED: 5,
  TSP_REQUEST_POLICY: 15,
  TSP_REQUEST_EXTENSION: 16,
};

/** DER TimeStampResp that refuses, for a code thrown by `createTimestampResponse`; any other is a system failure. */
export function createTimestampRejection(code: string): Uint8Array {
  const failure = REJECTIONS[code as TspErrorCode] ?? 25;
  return write.sequence(write.sequence(write.integer(2), write.namedBits([failure])));
}
