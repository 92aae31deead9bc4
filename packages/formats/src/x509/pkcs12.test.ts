import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSecureContext } from 'node:tls';
import { createPki, type TestPki } from '../../test/pki.ts';
import { foreignTool } from '../../test/foreign-tool.ts';
import { toPem, writePkcs12 } from './index.ts';

const openssl = foreignTool('openssl', 'version');
const keytool = foreignTool('keytool', '-help');

describe('PKCS #12', () => {
  let folder: string;
  let file: string;
  let pki: TestPki;
  let p12: Uint8Array;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'segl-p12-'));
    file = join(folder, 'key.p12');
    pki = createPki();
    p12 = writePkcs12({
      privateKey: pki.signer.key,
      chain: [pki.signer, pki.intermediate, pki.root].map(({ certificate }) => certificate.der),
      friendlyName: 'signer',
      password: 'segl',
    });
    writeFileSync(file, p12);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read by TLS with the right password only', () => {
    expect(() => createSecureContext({ pfx: Buffer.from(p12), passphrase: 'segl' })).not.toThrow();
    expect(() => createSecureContext({ pfx: Buffer.from(p12), passphrase: 'wrong' })).toThrow(/mac verify/);
  });

  test.skipIf(!openssl)('openssl finds the key and the whole chain', () => {
    const result = spawnSync('openssl', ['pkcs12', '-in', file, '-passin', 'pass:segl', '-nodes'], {
      encoding: 'utf8',
    });
    expect(result.status, result.stderr).toBe(0);
    expect(result.stdout).toContain('BEGIN PRIVATE KEY');
    for (const { certificate } of [pki.signer, pki.intermediate, pki.root]) {
      expect(result.stdout).toContain(toPem(certificate.der));
    }
  });

  test.skipIf(!keytool)('Java sees one private key entry with three certificates', () => {
    const options = ['-list', '-v', '-storetype', 'PKCS12', '-keystore', file, '-storepass', 'segl'];
    const result = spawnSync('keytool', options, { encoding: 'utf8' });
    expect(result.status, result.stdout).toBe(0);
    expect(result.stdout).toContain('Alias name: signer');
    expect(result.stdout).toContain('Entry type: PrivateKeyEntry');
    expect(result.stdout).toContain('Certificate chain length: 3');
  });
});
