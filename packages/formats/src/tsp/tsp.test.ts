import { spawnSync } from 'node:child_process';
import { createHash, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { foreignTool } from '../../test/foreign-tool.ts';
import { NOW, TSA_POLICY, createPki, daysFromNow, issue, signingKey, type TestPki } from '../../test/pki.ts';
import { buildSignedData } from '../cms/index.ts';
import { Oid, write } from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import { readCertificate, toPem } from '../x509/index.ts';
import {
  createTimestampRejection,
  createTimestampResponse,
  encodeTimestampRequest,
  readTimestampResponse,
  verifyTimestampToken,
} from './index.ts';

const openssl = foreignTool('openssl', 'version');
const code = (value: string): Error => expect.objectContaining({ code: value }) as Error;
const sha256 = createHash('sha256').update('stamped').digest();
const nonce = 0x8123_4567_89ab_cdefn;

let pki: TestPki;
beforeAll(() => {
  pki = createPki('ec');
});

interface Ask {
  authority?: TestPki['tsa'];
  genTime?: Date;
  policy?: string;
  nonce?: bigint;
  sha256?: Uint8Array;
}

function respond(ask: Ask = {}): Promise<Uint8Array> {
  const request = encodeTimestampRequest({ digest: ask.sha256 ?? sha256, nonce: ask.nonce ?? nonce });
  return createTimestampResponse(request, {
    key: signingKey(ask.authority ?? pki.tsa, pki.intermediate),
    genTime: ask.genTime ?? NOW,
    policy: ask.policy ?? TSA_POLICY,
    serialNumber: 42n,
  });
}

const expected = () => ({ digest: sha256, nonce, trust: pki.trust });

describe('a time-stamp answer', () => {
  test('says when, by whom, under which policy', async () => {
    const stamp = readTimestampResponse(await respond(), { ...expected(), policy: TSA_POLICY });
    expect(stamp).toMatchObject({ genTime: NOW, policy: TSA_POLICY, serialNumber: '42' });
    expect(stamp.chain).toHaveLength(2);
    expect(stamp.certificates.map(({ commonName }) => commonName)).toEqual([
      'Test TSA',
      'Test Intermediate',
      'Test Root',
    ]);
    const again = verifyTimestampToken(stamp.token, { digestBy: () => sha256, trust: pki.trust });
    expect(again.genTime).toEqual(NOW);
  });

  test.skipIf(!openssl)('is accepted by openssl, and not for another request', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segl-tsp-'));
    const file = (name: string, content: Uint8Array | string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const answer = file('answer.tsr', await respond());
    const root = file('root.pem', toPem(pki.root.certificate.der));
    const accepts = (query: Uint8Array): boolean => {
      const options = ['-in', answer, '-queryfile', file('query.tsq', query), '-CAfile', root];
      return spawnSync('openssl', ['ts', '-verify', ...options, '-attime', '1795521600']).status === 0;
    };
    expect(accepts(encodeTimestampRequest({ digest: sha256, nonce }))).toBe(true);
    expect(accepts(encodeTimestampRequest({ digest: sha256, nonce: nonce + 1n }))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  test('to another request is refused', async () => {
    const answer = await respond();
    const other = createHash('sha256').update('other').digest();
    expect(() => readTimestampResponse(answer, { ...expected(), digest: other })).toThrow(
      code('TSP_IMPRINT_MISMATCH'),
    );
    expect(() => readTimestampResponse(answer, { ...expected(), nonce: 1n })).toThrow(
      code('TSP_NONCE_MISMATCH'),
    );
    expect(() => readTimestampResponse(answer, { ...expected(), policy: '1.2.3' })).toThrow(
      code('TSP_POLICY_MISMATCH'),
    );
  });

  test.each([
    ['no extended key usage', {}],
    ['a second extended key usage', { extendedKeyUsage: [Oid.timeStamping, Oid.serverAuth] }],
    ['another extended key usage', { extendedKeyUsage: [Oid.ocspSigning] }],
    [
      'a key usage not for signatures',
      { extendedKeyUsage: [Oid.timeStamping], keyUsage: ['keyAgreement'] as const },
    ],
  ])('from a certificate with %s is refused', async (_, fields) => {
    const authority = issue('Wrong TSA', pki.intermediate, fields);
    const answer = await respond({ authority });
    expect(() => readTimestampResponse(answer, expected())).toThrow(code('TSP_CERTIFICATE'));
  });

  test('from a certificate whose extended key usage is not critical is refused', async () => {
    const { certificate } = pki.tsa;
    const critical = Buffer.concat([write.oid(Oid.extendedKeyUsage), write.boolean(true)]).toString('hex');
    const optional = Buffer.concat([write.oid(Oid.extendedKeyUsage), write.boolean(false)]).toString('hex');
    const tbs = Buffer.from(Buffer.from(certificate.tbs).toString('hex').replace(critical, optional), 'hex');
    expect(tbs.equals(certificate.tbs)).toBe(false);
    const signature = sign('sha256', tbs, pki.intermediate.key);
    const der = write.sequence(tbs, certificate.signatureAlgorithm, write.bitString(signature));
    const answer = await respond({ authority: { ...pki.tsa, certificate: readCertificate(der) } });
    expect(() => readTimestampResponse(answer, expected())).toThrow(code('TSP_CERTIFICATE'));
  });

  test('from outside the certificate’s validity or from a stranger is refused', async () => {
    const brief = issue('Brief TSA', pki.intermediate, {
      extendedKeyUsage: [Oid.timeStamping],
      notAfter: daysFromNow(1),
    });
    const late = await respond({ authority: brief, genTime: daysFromNow(2) });
    expect(() => readTimestampResponse(late, expected())).toThrow(code('TSP_CERTIFICATE'));
    const inTime = await respond({ authority: brief });
    expect(() => readTimestampResponse(inTime, expected())).not.toThrow();
    expect(() => readTimestampResponse(inTime, { ...expected(), at: daysFromNow(2) })).toThrow(
      code('TSP_UNTRUSTED'),
    );
    const stranger = createPki('ec');
    const foreign = await respond({ authority: stranger.tsa });
    expect(() => readTimestampResponse(foreign, expected())).toThrow(code('TSP_UNTRUSTED'));
  });

  test('that refuses, or holds something else than a time-stamp, is no time-stamp', async () => {
    const refused = createTimestampRejection('TSP_REQUEST_ALGORITHM');
    expect(() => readTimestampResponse(refused, expected())).toThrow(/badAlg/);
    expect(() => readTimestampResponse(refused, expected())).toThrow(code('TSP_REFUSED'));
    const granted = write.sequence(write.integer(0));
    const empty = write.sequence(granted);
    expect(() => readTimestampResponse(empty, expected())).toThrow(code('TSP_MALFORMED'));
    const key = signingKey(pki.tsa, pki.intermediate);
    const { der } = await buildSignedData({ key, contentType: Oid.data, content: sha256 });
    expect(() => readTimestampResponse(write.sequence(granted, der), expected())).toThrow(
      code('TSP_MALFORMED'),
    );
  });

  test('cut short, or with any byte of what is signed changed, is refused', async () => {
    const answer = await respond();
    for (let length = 0; length < answer.length; length += 5) {
      expect(() => readTimestampResponse(answer.slice(0, length), expected())).toThrow(FormatError);
    }
    const info = Buffer.from(answer).indexOf(sha256);
    expect(info).toBeGreaterThan(0);
    for (let index = info - 20; index < info + 60; index++) {
      const damaged = Uint8Array.from(answer);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      expect(() => readTimestampResponse(damaged, expected())).toThrow(FormatError);
    }
  });
});

describe('the authority', () => {
  const authority = () => ({ key: signingKey(pki.tsa), genTime: NOW, policy: TSA_POLICY, serialNumber: 1n });
  const imprint = write.sequence(write.sequence(write.oid(Oid.sha256)), write.octetString(sha256));
  const sha1 = write.sequence(write.sequence(write.oid(Oid.sha1)), write.octetString(new Uint8Array(20)));
  const short = write.sequence(write.sequence(write.oid(Oid.sha256)), write.octetString(new Uint8Array(20)));
  const hostile: readonly [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(), 'TSP_REQUEST_MALFORMED'],
    ['noise', Uint8Array.from({ length: 200 }, (_, index) => index), 'TSP_REQUEST_MALFORMED'],
    ['too much', write.sequence(write.octetString(new Uint8Array(5000))), 'TSP_REQUEST_MALFORMED'],
    ['version 2', write.sequence(write.integer(2), imprint), 'TSP_REQUEST_MALFORMED'],
    ['SHA-1', write.sequence(write.integer(1), sha1), 'TSP_REQUEST_ALGORITHM'],
    ['a digest of the wrong length', write.sequence(write.integer(1), short), 'TSP_REQUEST_MALFORMED'],
    ['another policy', write.sequence(write.integer(1), imprint, write.oid('1.2.3')), 'TSP_REQUEST_POLICY'],
    ['extensions', write.sequence(write.integer(1), imprint, write.explicit(0)), 'TSP_REQUEST_EXTENSION'],
  ];

  test.each(hostile)('refuses %s', async (_, request, expectedCode) => {
    await expect(createTimestampResponse(request, authority())).rejects.toThrow(code(expectedCode));
  });

  test('leaves its certificates out unless asked for them', async () => {
    const request = write.sequence(write.integer(1), imprint, write.integer(nonce));
    const answer = await createTimestampResponse(request, authority());
    expect(() => readTimestampResponse(answer, expected())).toThrow(code('TSP_SIGNATURE_INVALID'));
    const known = [pki.tsa, pki.intermediate].map(({ certificate }) => certificate);
    const trust = { anchors: pki.trust.anchors, intermediates: known };
    expect(readTimestampResponse(answer, { ...expected(), trust }).genTime).toEqual(NOW);
  });
});
