import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { foreignTool } from '../../test/foreign-tool.ts';
import { createPki, issue, signingKey, timestampSource, type TestPki } from '../../test/pki.ts';
import { Oid, readAll, readDer, write } from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import { verifyTimestampToken } from '../tsp/index.ts';
import { toPem } from '../x509/index.ts';
import { buildSignedData, verifySignedData, withoutPadding } from './index.ts';
import { readSignedData } from './signed-data.ts';

const openssl = foreignTool('openssl', 'version');
const code = (value: string): Error => expect.objectContaining({ code: value }) as Error;
const content = Buffer.from('what was signed, in two parts');
const parts = [content.subarray(0, 7), content.subarray(7)];
const digest = createHash('sha256').update(content).digest();

/** Asks `openssl cms -verify`; true when it accepts. */
function opensslAccepts(pki: TestPki, der: Uint8Array, signed: Uint8Array): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'segl-cms-'));
  const file = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const options = [
    'cms',
    '-verify',
    '-cades',
    '-inform',
    'DER',
    '-binary',
    '-purpose',
    'any',
    '-out',
    '/dev/null',
  ];
  const result = spawnSync('openssl', [
    ...[...options, '-in', file('s.der', der), '-content', file('content', signed)],
    ...['-CAfile', file('root.pem', toPem(pki.root.certificate.der)), '-attime', '1795521600'],
  ]);
  rmSync(folder, { recursive: true });
  return result.status === 0;
}

describe.each(['rsa', 'ec'] as const)('a detached signature with %s', (kind) => {
  let pki: TestPki;
  let der: Uint8Array;

  beforeAll(async () => {
    pki = createPki(kind);
    const key = signingKey(pki.signer, pki.intermediate);
    ({ der } = await buildSignedData({ digest, key, timestamp: timestampSource(pki) }));
  });

  test('has what PAdES demands and nothing it forbids', () => {
    const data = readSignedData(der);
    const types = [Oid.contentType, Oid.messageDigest, Oid.signingCertificateV2];
    expect([...data.signedAttributes.keys()].sort()).toEqual([...types].sort());
    expect([...data.unsignedAttributes.keys()]).toEqual([Oid.signatureTimeStampToken]);
    expect(data.content).toBeUndefined();
    expect(data.certificates).toHaveLength(2);
    const attributes = readAll(readDer(data.signedAttributesDer)).map(({ raw }) => raw);
    expect(write.setOf(...attributes)).toEqual(data.signedAttributesDer);
    const rsaWithNull = write.sequence(write.oid(Oid.sha256WithRsa), write.nullValue());
    if (kind === 'rsa') expect(Uint8Array.from(data.signatureAlgorithm)).toEqual(rsaWithNull);
  });

  test('verifies, and its time-stamp is over the signature', () => {
    const verified = verifySignedData(der, { content: parts });
    expect(verified.signer.sha256).toBe(pki.signer.certificate.sha256);
    expect(verified).toMatchObject({ signingCertificateVersion: 2, signingTime: undefined });
    const [token] = verified.signatureTimestamps;
    const sha256 = createHash('sha256').update(verified.signature).digest();
    expect(verifyTimestampToken(token!, { digestBy: () => sha256, trust: pki.trust }).chain).toHaveLength(2);
  });

  test.skipIf(!openssl)('is accepted by openssl, and not over other content', () => {
    expect(opensslAccepts(pki, der, content)).toBe(true);
    expect(opensslAccepts(pki, der, Buffer.from('other'))).toBe(false);
  });

  test('falls with any changed content', () => {
    expect(() => verifySignedData(der, { content: [Buffer.from('other')] })).toThrow(
      code('CMS_DIGEST_MISMATCH'),
    );
    expect(() => verifySignedData(der)).toThrow(code('CMS_CONTENT'));
  });

  test('falls when cut short anywhere, or with any byte of signature or attributes changed', () => {
    for (let length = 0; length < der.length; length += 7) {
      expect(() => verifySignedData(der.slice(0, length), { content: parts })).toThrow(code('CMS_MALFORMED'));
    }
    const { signature, signedAttributesDer } = readSignedData(der);
    for (const region of [signature, signedAttributesDer.subarray(4)]) {
      const start = Buffer.from(der).indexOf(region);
      expect(start).toBeGreaterThan(0);
      for (let index = start; index < start + region.length; index += 5) {
        const damaged = Uint8Array.from(der);
        damaged[index] = (damaged[index] ?? 0) ^ 1;
        expect(() => verifySignedData(damaged, { content: parts })).toThrow(FormatError);
      }
    }
  });

  test('names its certificate: another one for the same key, name and number does not fit', () => {
    const { certificate } = pki.signer;
    const sameBut = {
      publicKey: pki.signer.publicKey,
      serialNumber: BigInt(certificate.serialNumber),
      keyUsage: ['digitalSignature'] as const,
    };
    // ECDSA signatures differ in length; the twin must fit in its place.
    let twin = issue('Test Signer', pki.intermediate, sameBut);
    while (twin.certificate.der.length !== certificate.der.length) {
      twin = issue('Test Signer', pki.intermediate, sameBut);
    }
    const swapped = Buffer.from(hex(der).replace(hex(certificate.der), hex(twin.certificate.der)), 'hex');
    expect(swapped.equals(der)).toBe(false);
    expect(() => verifySignedData(swapped, { content: parts })).toThrow(code('CMS_SIGNING_CERTIFICATE'));
  });

  test('is found in a padded PDF signature only when nothing hides in the padding', () => {
    const padded = Buffer.concat([der, Buffer.alloc(100)]);
    expect(hex(withoutPadding(padded))).toBe(hex(der));
    padded[der.length + 50] = 1;
    expect(() => withoutPadding(padded)).toThrow(code('CMS_MALFORMED'));
  });
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('a signature with content of its own cannot pass as detached', async () => {
  const pki = createPki('ec');
  const key = signingKey(pki.signer, pki.intermediate);
  const { der } = await buildSignedData({ contentType: Oid.data, content, key });
  expect(verifySignedData(der).content).toEqual(Uint8Array.from(content));
  expect(() => verifySignedData(der, { content: [content] })).toThrow(code('CMS_CONTENT'));
});

test('a failing time-stamp source fails the signature', async () => {
  const pki = createPki('ec');
  const timestamp = (): Promise<never> => Promise.reject(new Error('switched off'));
  await expect(buildSignedData({ digest, key: signingKey(pki.signer), timestamp })).rejects.toThrow(
    'switched off',
  );
});
