import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import * as pkijs from 'pkijs';
import { beforeAll, describe, expect, test } from 'vitest';
import { CA, NOW, createPki, daysFromNow, issue, type Identity, type TestPki } from '../../test/pki.ts';
import { Oid, write } from '../der/index.ts';
import { FormatError } from '../errors/index.ts';
import {
  buildChain,
  isSignedBy,
  issueCertificate,
  organizationNumber,
  readCertificate,
  readCertificates,
  requireKeyUsage,
  toPem,
  type CertificateStore,
  type DistinguishedName,
} from './index.ts';

const code = (value: string): Error => expect.objectContaining({ code: value }) as Error;

let pki: TestPki;
beforeAll(() => {
  pki = createPki('ec');
});

describe('a certificate', () => {
  test('read again is the same, whatever has become of the bytes', () => {
    const bytes = Buffer.from(pki.signer.certificate.der);
    const first = readCertificate(bytes);
    bytes.fill(0);
    expect(() => readCertificate(bytes)).toThrow(code('X509_MALFORMED'));
    const again = readCertificate(pki.signer.certificate.der);
    expect(again).toEqual(first);
    expect(again.der).toEqual(pki.signer.certificate.der);
  });

  test('is read as it was issued, and as others read it', () => {
    const { certificate } = issue('Æ, "Ø"+Å', pki.intermediate, {
      subject: [
        ['C', 'NO'],
        ['organizationIdentifier', 'NTRNO-310000027'],
        ['CN', ' Æ, "Ø"+Å\\'],
      ],
      keyUsage: ['digitalSignature', 'nonRepudiation', 'decipherOnly'],
      extendedKeyUsage: [Oid.serverAuth, Oid.clientAuth],
      subjectAltNames: [
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '2001:db8::7' },
      ],
      ocspUrl: 'http://localhost/ocsp',
      crlUrl: 'http://localhost/a.crl',
      policies: ['2.16.578.1.1.1'],
      serialNumber: 4711n,
    });
    expect(certificate).toMatchObject({
      subject: 'CN=\\ Æ\\, \\"Ø\\"\\+Å\\\\,organizationIdentifier=NTRNO-310000027,C=NO',
      issuer: 'CN=Test Intermediate,C=NO',
      serialNumber: '4711',
      isCa: false,
      ocspUrls: ['http://localhost/ocsp'],
      crlUrls: ['http://localhost/a.crl'],
      policies: ['2.16.578.1.1.1'],
      dnsNames: ['localhost'],
      ocspNoCheck: false,
      unknownCritical: [],
    });
    expect([...(certificate.keyUsage ?? [])]).toEqual(['digitalSignature', 'nonRepudiation', 'decipherOnly']);
    const node = new X509Certificate(certificate.der);
    expect(node.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:2001:DB8:0:0:0:0:0:7');
    expect(new Date(node.validTo)).toEqual(certificate.notAfter);
    expect(node.checkIssued(new X509Certificate(pki.intermediate.certificate.der))).toBe(true);
    const other = pkijs.Certificate.fromBER(Uint8Array.from(certificate.der));
    expect(other.extensions?.map(({ extnID }) => extnID)).toContain(Oid.authorityInfoAccess);
    expect(
      readCertificates(`text\n${toPem(certificate.der)}${toPem(pki.root.certificate.der)}`),
    ).toHaveLength(2);
  });

  test('cut short or with any byte changed never reads as anything but an error or another certificate', () => {
    const { der, sha256 } = pki.signer.certificate;
    for (let length = 0; length < der.length; length++) {
      expect(() => readCertificate(der.slice(0, length))).toThrow(code('X509_MALFORMED'));
    }
    for (let index = 0; index < der.length; index++) {
      const damaged = Uint8Array.from(der);
      damaged[index] = (damaged[index] ?? 0) ^ 0x55;
      try {
        const read = readCertificate(damaged);
        expect(read.sha256).not.toBe(sha256);
        buildChain(read, [pki.intermediate.certificate], pki.trust, NOW);
        expect.unreachable(`byte ${index} was changed and the chain still held`);
      } catch (error) {
        expect(error, String(error)).toBeInstanceOf(FormatError);
      }
    }
  });

  test('is refused with bytes after it, and issued only with the issuer’s own key', () => {
    const { der } = pki.signer.certificate;
    expect(() => readCertificate(Buffer.concat([der, Buffer.of(0)]))).toThrow(code('X509_MALFORMED'));
    expect(() => readCertificate('no PEM')).toThrow(code('X509_MALFORMED'));
    const wrongKey = { certificate: pki.root.certificate, key: pki.tsa.key } as Identity;
    expect(() => issue('x', wrongKey)).toThrow(code('X509_ISSUER_KEY_MISMATCH'));
  });
});

describe('a chain', () => {
  const chain = (
    leaf: Identity,
    extra: Identity[],
    at = NOW,
    store: CertificateStore = pki.trust,
  ): string[] =>
    buildChain(
      leaf.certificate,
      extra.map(({ certificate }) => certificate),
      store,
      at,
    ).map(({ commonName }) => commonName ?? '');

  test('leads from the leaf over intermediates, brought or known, to an anchor', () => {
    const expected = ['Test Signer', 'Test Intermediate', 'Test Root'];
    expect(chain(pki.signer, [pki.tsa, pki.root, pki.intermediate])).toEqual(expected);
    const store = { anchors: pki.trust.anchors, intermediates: [pki.intermediate.certificate] };
    expect(chain(pki.signer, [], NOW, store)).toEqual(expected);
    expect(chain(pki.root, [])).toEqual(['Test Root']);
  });

  test('found good says nothing of a copy with one byte changed', () => {
    const { certificate } = pki.intermediate;
    expect(isSignedBy(certificate, pki.root.certificate)).toBe(true);
    expect(isSignedBy(certificate, pki.root.certificate)).toBe(true);
    const der = Buffer.from(certificate.der);
    der[der.indexOf('Test Intermediate')]! ^= 0x20;
    expect(isSignedBy(readCertificate(der), pki.root.certificate)).toBe(false);
    expect(isSignedBy(certificate, pki.tsa.certificate)).toBe(false);
  });

  test('ends nowhere without its intermediate or anchor', () => {
    expect(() => chain(pki.signer, [])).toThrow(code('X509_UNTRUSTED'));
    const stranger = createPki('ec');
    expect(() => chain(stranger.signer, [stranger.intermediate, stranger.root])).toThrow(FormatError);
  });

  test('does not hold before or after the validity of any of its certificates', () => {
    const brief = issue('brief', pki.intermediate, { notBefore: daysFromNow(-1), notAfter: daysFromNow(1) });
    expect(() => chain(brief, [pki.intermediate], daysFromNow(2))).toThrow(code('X509_EXPIRED'));
    expect(() => chain(brief, [pki.intermediate], daysFromNow(-2))).toThrow(code('X509_NOT_YET_VALID'));
    const oldCa = issue('old', pki.root, { ...CA, notAfter: daysFromNow(-1) });
    expect(() => chain(issue('leaf', oldCa), [oldCa])).toThrow(code('X509_EXPIRED'));
  });

  test('accepts only certificates of authorities as issuers', () => {
    const notCa = issue('not a CA', pki.intermediate);
    expect(() => chain(issue('x', notCa), [notCa, pki.intermediate])).toThrow(code('X509_ISSUER_NOT_CA'));
    const noUsage = issue('no keyCertSign', pki.root, { isCa: true, keyUsage: ['digitalSignature'] });
    expect(() => chain(issue('x', noUsage), [noUsage])).toThrow(code('X509_ISSUER_NOT_CA'));
    const below = issue('one too many', pki.intermediate, CA);
    expect(() => chain(issue('x', below), [below, pki.intermediate])).toThrow(code('X509_PATH_TOO_LONG'));
  });

  test('needs every signature, not only matching names', () => {
    const impostor = issue('Test Intermediate', undefined, CA);
    const forged = issueCertificate({
      subject: [['CN', 'forged']],
      publicKey: pki.signer.publicKey,
      issuer: impostor,
      notBefore: daysFromNow(-1),
      notAfter: daysFromNow(1),
      keyUsage: ['digitalSignature'],
    });
    const certificate = { ...readCertificate(forged), authorityKeyIdentifier: undefined };
    expect(() => buildChain(certificate, [pki.intermediate.certificate], pki.trust, NOW)).toThrow(
      code('X509_SIGNATURE_INVALID'),
    );
  });

  test('is bounded, whatever maze of certificates comes along', () => {
    const ring = Array.from({ length: 40 }, () => issue('Ring', undefined, CA));
    const maze = ring.map(({ certificate }) => ({ ...certificate, authorityKeyIdentifier: undefined }));
    expect(() => buildChain(maze[0]!, maze, pki.trust, NOW)).toThrow(FormatError);
  });

  test('refuses short RSA keys and unknown critical extensions', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(() => issue('x', undefined, { issuer: { selfSigned: weak.privateKey } })).toThrow(
      code('X509_KEY_WEAK'),
    );
    const odd = { ...pki.signer.certificate, unknownCritical: ['2.5.29.30'] };
    expect(() => buildChain(odd, [pki.intermediate.certificate], pki.trust, NOW)).toThrow(
      code('X509_CRITICAL_EXTENSION'),
    );
  });

  test('leaves the leaf’s key usage to the caller', () => {
    expect(() => requireKeyUsage(pki.signer.certificate, 'nonRepudiation')).not.toThrow();
    expect(() => requireKeyUsage(pki.signer.certificate, 'digitalSignature')).toThrow(code('X509_KEY_USAGE'));
  });
});

describe('the organisation number', () => {
  const cases: readonly [DistinguishedName, string | undefined][] = [
    [
      [
        ['organizationIdentifier', 'NTRNO-310000027'],
        ['serialNumber', '310000019'],
      ],
      '310000027',
    ],
    [[['organizationIdentifier', '310000027']], '310000027'],
    [
      [
        ['organizationIdentifier', 'VATNO-310000027'],
        ['serialNumber', '310000019'],
      ],
      '310000019',
    ],
    [
      [
        ['CN', '310000035 Megler AS'],
        ['serialNumber', '12345'],
      ],
      '310000035',
    ],
    [[['CN', '3100000351']], undefined],
    [[['CN', 'Megler 310000035']], undefined],
  ];
  test.each(cases)('%j → %s', (subject, expected) => {
    const { certificate } = issue('x', undefined, { subject });
    expect(organizationNumber(certificate)).toBe(expected);
  });
});

test('serial numbers are positive and never the same', () => {
  const serials = [1, 2, 3, 4].map(() => BigInt(issue('x', undefined).certificate.serialNumber));
  expect(new Set(serials).size).toBe(4);
  expect(serials.every((serial) => serial > 0n)).toBe(true);
  expect(write.integer(serials[0]!).length).toBeLessThanOrEqual(22);
});
