import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/index.ts';
import { verifyDocumentBundle } from './index.ts';
import { readCertificateClaim, readSigningTime } from './signed-properties.ts';
import { requireStructure } from './structure.ts';
import { MANIFEST, NOW, OPTIONS, createAuthority, createSender, pdf, root, sender } from './test/senders.ts';
import { build, part, resigned, verdict, withFiles, withXml } from './test/tampering.ts';

const EXAMPLE = join(import.meta.dirname, '../../../../../shared/reference/examples/xades/signatures.xml');
const MINUTE = 60_000;

describe.each(['java', 'dotnet'] as const)('a bundle in the manner of the %s client', (style) => {
  it('is accepted with its documents, certificate and time', async () => {
    const files = [pdf('contract.pdf', 'one'), MANIFEST, pdf('vedlegg æøå + 100%.pdf', 'two')];
    const bundle = await verifyDocumentBundle(await build({ files, style }), OPTIONS);
    expect(Buffer.from(bundle.manifest)).toEqual(MANIFEST.bytes);
    expect(bundle.documents.map(({ name, sha256 }) => [name, sha256])).toEqual([
      ['contract.pdf', createHash('sha256').update('one').digest('hex')],
      ['vedlegg æøå + 100%.pdf', createHash('sha256').update('two').digest('hex')],
    ]);
    expect(bundle.documents.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['one', 'two']);
    expect(bundle.signingCertificate.sha256).toBe(sender.certificate.sha256);
    expect(bundle.signingTime).toEqual(NOW);
  });

  it('is accepted whatever the names and contents', async () => {
    const name = fc
      .stringMatching(/^[a-zæøåß0-9 ._()!'~%+&,;=@#$-]{1,20}$/)
      .filter((text) => !/^(?:\.{1,2}$|#)/.test(text));
    const names = fc.uniqueArray(name, {
      minLength: 1,
      maxLength: 5,
      selector: (text) => text.toLowerCase().replaceAll('+', ' '),
    });
    const plain = names.filter((list) => !list.some((text) => text.includes('%')));
    await fc.assert(
      fc.asyncProperty(plain, fc.uint8Array({ maxLength: 50 }), async (list, bytes) => {
        const files = [MANIFEST, ...list.map((text) => ({ ...pdf(text), bytes }))];
        expect(await verdict(await build({ files, style }))).toBe('accepted');
      }),
      { numRuns: 25 },
    );
  });
});

it('the habits of the clients are in the bundles', async () => {
  const java = Buffer.from(await build({ style: 'java', files: [MANIFEST, pdf('a b.pdf')] }));
  expect(java.includes('PK\x07\x08', 0, 'latin1')).toBe(true);
  await withXml(java, (xml) => {
    expect(xml).toContain('URI="a+b.pdf"');
    expect(xml).toContain('&#13;');
    expect(xml.match(/<X509Certificate>/g)).toHaveLength(3);
    return `${xml}\n`;
  });
  await withXml(await build({ style: 'dotnet', files: [MANIFEST, pdf('a b.pdf')] }), (xml) => {
    expect(xml).toContain('URI="a b.pdf"');
    expect(xml).not.toContain('&#13;');
    expect(xml.match(/<X509Certificate>/g)).toHaveLength(1);
    return `${xml}\n`;
  });
});

it.skipIf(!existsSync(EXAMPLE))(
  'reads the reference example (skipped where ../shared/reference is absent)',
  () => {
    using document = parseXml(readFileSync(EXAMPLE), { forSignature: true });
    const signature = requireStructure(document.root);
    expect(signature.references.map(({ uri }) => uri)).toEqual([
      'document.pdf',
      'manifest.xml',
      '#SignedProperties',
    ]);
    expect(readSigningTime(signature.signedProperties)).toEqual(new Date('2015-11-25T14:45:42.115Z'));
    expect(readCertificateClaim(signature.signedProperties)).toMatchObject({
      algorithm: 'sha1',
      serialNumber: '589725471',
    });
  },
);

describe('files', () => {
  it('must be those that were signed', async () => {
    const bundle = await build();
    expect(await verdict(await withFiles(bundle, { 'contract.pdf': '%PDF-1.7 a Contract' }))).toBe(
      'BUNDLE_DIGEST_MISMATCH',
    );
    expect(await verdict(await withFiles(bundle, { 'manifest.xml': '<other/>' }))).toBe(
      'BUNDLE_DIGEST_MISMATCH',
    );
    expect(await verdict(await withFiles(bundle, { 'surplus.pdf': 'x' }))).toBe('BUNDLE_REFERENCE_MISSING');
    expect(await verdict(await withFiles(bundle, { 'contract.pdf': undefined, 'other.pdf': 'x' }))).toBe(
      'BUNDLE_REFERENCE_UNKNOWN',
    );
    expect(await verdict(await withFiles(bundle, { 'contract.pdf': undefined }))).toBe(
      'BUNDLE_DOCUMENT_MISSING',
    );
    expect(await verdict(await withFiles(bundle, { 'manifest.xml': undefined }))).toBe(
      'BUNDLE_MANIFEST_MISSING',
    );
    expect(await verdict(await withFiles(bundle, { 'META-INF/signatures.xml': undefined }))).toBe(
      'BUNDLE_SIGNATURE_MISSING',
    );
    expect(await verdict(await withFiles(bundle, { 'META-INF/signatures2.xml': '<x/>' }))).toBe(
      'BUNDLE_UNEXPECTED_FILE',
    );
    expect(await verdict(await withFiles(bundle, { 'meta-inf/manifest.xml': '<x/>' }))).toBe(
      'BUNDLE_UNEXPECTED_FILE',
    );
  });

  it('may include the type of the container', async () => {
    const bundle = await build();
    expect(await verdict(await withFiles(bundle, { mimetype: 'application/vnd.etsi.asic-e+zip' }))).toBe(
      'accepted',
    );
    expect(await verdict(await withFiles(bundle, { mimetype: 'application/zip' }))).toBe(
      'BUNDLE_UNEXPECTED_FILE',
    );
  });

  it('that two readings of a URI match are refused', async () => {
    for (const style of ['java', 'dotnet'] as const) {
      const files = [MANIFEST, pdf('a b.pdf'), pdf('a+b.pdf')];
      expect(await verdict(await build({ files, style }))).toBe('BUNDLE_REFERENCE_AMBIGUOUS');
    }
  });

  it('cannot have names that look like parts of the signature', async () => {
    for (const name of ['#SignedProperties', '#contract.pdf']) {
      expect(await verdict(await build({ files: [MANIFEST, pdf(name)] }))).not.toBe('accepted');
      expect(await verdict(await build({ files: [MANIFEST, pdf(name)], style: 'java' }))).toBe('accepted');
    }
    expect(await verdict(await build({ files: [pdf('#a.pdf'), MANIFEST] }))).toBe('BUNDLE_REFERENCE_MISSING');
    const last = await resigned(await build({ files: [MANIFEST, pdf('#a.pdf')] }), (xml) => {
      const reference = part(xml, '<Reference Type=', '</Reference>');
      return xml.replace(reference, '').replace('</SignatureMethod>', `</SignatureMethod>${reference}`);
    });
    expect(await verdict(last)).toBe('BUNDLE_REFERENCE_UNKNOWN');
  });

  it('stay within the limits', async () => {
    const bundle = await build({
      files: [MANIFEST, pdf('a.pdf', 'x'.repeat(600)), pdf('b.pdf', 'y'.repeat(600))],
    });
    expect(await verdict(bundle, { maxDocuments: 1 })).toBe('BUNDLE_TOO_MANY_DOCUMENTS');
    expect(await verdict(bundle, { maxDocumentBytes: 1199 })).toBe('BUNDLE_TOO_LARGE');
    expect(await verdict(bundle, { maxDocumentBytes: 1200, maxDocuments: 2 })).toBe('accepted');
    const many = Array.from({ length: 200 }, (_, index) => pdf(`${index}.pdf`));
    expect(await verdict(await build({ files: [MANIFEST, ...many] }))).toBe('BUNDLE_TOO_MANY_DOCUMENTS');
    const bomb = { ...pdf('bomb.pdf'), bytes: Buffer.alloc(40_000_000) };
    expect(await verdict(await build({ files: [MANIFEST, bomb] }))).toBe('BUNDLE_TOO_LARGE');
  });

  it('come in a proper ZIP file', async () => {
    const bundle = Buffer.from(await build());
    expect(await verdict(Buffer.from('no ZIP file at all, only text'))).toBe('BUNDLE_ZIP_INVALID');
    expect(await verdict(Buffer.concat([bundle, bundle]))).toBe('BUNDLE_ZIP_INVALID');
    const named = (name: string): Buffer =>
      Buffer.from(bundle.toString('latin1').replaceAll('contract.pdf', name), 'latin1');
    expect(await verdict(named('Manifest.xml'))).toBe('BUNDLE_DUPLICATE_FILE');
    expect(await verdict(named('manifest.xml'))).toBe('BUNDLE_DUPLICATE_FILE');
    expect(await verdict(named('../trac.pdf?'))).toBe('BUNDLE_ZIP_INVALID');
  });

  it('never appear in errors by a personal identification number', async () => {
    const bundle = await build({ files: [MANIFEST, pdf('12345678910.pdf')] });
    const changed = await withFiles(bundle, { '12345678910.pdf': 'changed' });
    const error: unknown = await verifyDocumentBundle(changed, OPTIONS).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'BUNDLE_DIGEST_MISMATCH', where: '***********.pdf' });
    expect(JSON.stringify(error) + String(error)).not.toContain('12345678910');
  });
});

describe('the signing certificate', () => {
  it('must lead to a trusted authority', async () => {
    const stranger = createSender({
      issuer: createAuthority('Test Enterprise CA', generateKeyPairSync('rsa', { modulusLength: 2048 })),
    });
    expect(await verdict(await build({}, stranger))).toBe('BUNDLE_CERTIFICATE_NOT_TRUSTED');
    expect(
      await verdict(await build({ chain: [sender.certificate.der] }), {
        trust: { anchors: [], intermediates: [] },
      }),
    ).toBe('BUNDLE_CERTIFICATE_NOT_TRUSTED');
  });

  it('needs its intermediate from the sender or from the service', async () => {
    const trust = { anchors: [root.certificate], intermediates: [] };
    expect(await verdict(await build({ style: 'java' }), { trust })).toBe('accepted');
    expect(await verdict(await build({ style: 'dotnet' }), { trust })).toBe('BUNDLE_CERTIFICATE_NOT_TRUSTED');
  });

  it('must be valid now and made for digital signatures', async () => {
    const expired = createSender({ notAfter: new Date(NOW.getTime() - MINUTE) });
    const future = createSender({ notBefore: new Date(NOW.getTime() + MINUTE) });
    const other = createSender({ keyUsage: ['keyEncipherment', 'nonRepudiation'] });
    expect(await verdict(await build({}, expired))).toBe('BUNDLE_CERTIFICATE_EXPIRED');
    expect(await verdict(await build({}, future))).toBe('BUNDLE_CERTIFICATE_EXPIRED');
    expect(await verdict(await build({}, other))).toBe('BUNDLE_CERTIFICATE_KEY_USAGE');
  });

  it('must be RSA of some strength', async () => {
    const weak = createSender({}, generateKeyPairSync('rsa', { modulusLength: 1024 }));
    expect(await verdict(await build({}, weak))).toBe('BUNDLE_ALGORITHM_NOT_ALLOWED');
  });

  it('must be the one the signed properties name', async () => {
    const twin = createSender();
    const swapped = await build({ chain: [twin.certificate.der] });
    const der = (by: typeof sender): string => Buffer.from(by.certificate.der).toString('base64');
    expect(await verdict(swapped)).toBe('accepted');
    expect(await verdict(await withXml(swapped, (xml) => xml.replace(der(twin), der(sender))))).toBe(
      'BUNDLE_CERTIFICATE_MISMATCH',
    );
    const serial = (xml: string): string =>
      xml.replace(
        /(X509SerialNumber[^>]*>)(\d)/,
        (_, tag: string, digit) => tag + (digit === '9' ? '8' : '9'),
      );
    expect(await verdict(await withXml(swapped, serial))).toBe('BUNDLE_CERTIFICATE_MISMATCH');
    const empty = (xml: string): string => xml.replace(/<X509Certificate>.*<\/X509Certificate>/s, '');
    expect(await verdict(await withXml(swapped, empty))).toBe('BUNDLE_SIGNATURE_STRUCTURE');
    const rubbish = (xml: string): string =>
      xml.replace(der(twin), Buffer.from('rubbish').toString('base64'));
    expect(await verdict(await withXml(swapped, rubbish))).toBe('BUNDLE_CERTIFICATE_MISMATCH');
  });
});

describe('the signing time', () => {
  it('must lie within the tolerance', async () => {
    const at = (minutes: number): Promise<Uint8Array> =>
      build({ signingTime: new Date(NOW.getTime() + minutes * MINUTE) });
    expect(await verdict(await at(4))).toBe('accepted');
    expect(await verdict(await at(6))).toBe('BUNDLE_SIGNING_TIME');
    expect(await verdict(await at(-6))).toBe('BUNDLE_SIGNING_TIME');
  });

  it('cannot be changed after signing', async () => {
    const bundle = await build({ signingTime: new Date(NOW.getTime() - 60 * MINUTE) });
    const later = (xml: string): string =>
      xml.replace(/<SigningTime>[^<]*/, `<SigningTime>${NOW.toISOString()}`);
    expect(await verdict(await withXml(bundle, later))).toBe('BUNDLE_SIGNED_PROPERTIES_CHANGED');
    const never = (xml: string): string => xml.replace(/<SigningTime>[^<]*/, '<SigningTime>soon');
    expect(await verdict(await resigned(bundle, never))).toBe('BUNDLE_SIGNED_PROPERTIES_CHANGED');
  });
});
