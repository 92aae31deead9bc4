/** PDF signatures that are not ours: the CMS made by OpenSSL, of the kinds that other programs make. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { foreignTool } from '../../test/foreign-tool.ts';
import { createPki, issue, NOW, type Identity, type TestPki } from '../../test/pki.ts';
import { samplePdf } from '../../test/signed-samples.ts';
import { openForSealing } from '../pades/open.ts';
import { appendSignature } from '../pades/signature-dictionary.ts';
import { newRefs, valueObject } from '../pades/update.ts';
import { asDict, dict, isArray, name } from '../pdf/objects.ts';
import type { PdfValue, PdfRef } from '../pdf/objects.ts';
import { openPdf } from '../pdf/reader.ts';
import { readPages } from '../pdf/page-tree.ts';
import { toPem } from '../x509/index.ts';
import { validateFile, type FileReport } from './index.ts';

/** Signs what the digest is of, which OpenSSL makes itself: so it is handed the bytes. */
function opensslCms(
  content: Uint8Array,
  signer: Identity,
  issuers: readonly Identity[],
  options: readonly string[],
): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'segl-foreign-'));
  try {
    const file = (title: string, data: Uint8Array | string): string => {
      writeFileSync(join(folder, title), data);
      return join(folder, title);
    };
    const key = signer.key.export({ format: 'pem', type: 'pkcs8' }).toString();
    execFileSync('openssl', [
      ...['cms', '-sign', '-binary', '-in', file('content', content), '-outform', 'DER'],
      ...['-signer', file('signer.pem', toPem(signer.certificate.der)), '-inkey', file('key.pem', key)],
      ...['-certfile', file('chain.pem', issuers.map(({ certificate }) => toPem(certificate.der)).join(''))],
      ...['-out', join(folder, 'cms.der'), ...options],
    ]);
    return readFileSync(join(folder, 'cms.der'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Kind {
  readonly subFilter?: string;
  readonly options?: readonly string[];
  readonly signer?: Identity;
}

describe.runIf(foreignTool('openssl', 'version'))('a PDF signature made by others', () => {
  let pki: TestPki;
  beforeAll(() => {
    pki = createPki('rsa');
  });

  /** Adds an approval signature, over all that is there. */
  async function signed(
    pdf: Uint8Array,
    { subFilter = 'ETSI.CAdES.detached', options = ['-cades'], signer = pki.signer }: Kind = {},
  ) {
    const file = openPdf(pdf);
    const size = file.trailer.get('Size') as number;
    const startXref = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(Buffer.from(pdf).toString('latin1'))?.[1]);
    const growing = { parts: [pdf], length: pdf.length, trailer: file.trailer, size, startXref };
    const [page] = readPages(file);
    const [signatureRef, fieldRef, formRef] = newRefs(growing, 3) as [PdfRef, PdfRef, PdfRef];
    const known = asDict(file.resolve(file.catalog.get('AcroForm')))?.get('Fields');
    const fields: PdfValue[] = [...(isArray(known) ? known : []), fieldRef];
    const field = dict({
      ...{ Type: name('Annot'), Subtype: name('Widget'), FT: name('Sig'), Rect: [0, 0, 0, 0], F: 132 },
      ...{ T: Buffer.from(`Signature ${fields.length}`), P: page!.ref, V: signatureRef },
    });
    const entries = dict({
      ...{ Type: name('Sig'), Filter: name('Adobe.PPKLite'), SubFilter: name(subFilter) },
      M: Buffer.from('D:20261124120000Z'),
    });
    const catalogRef = file.trailer.get('Root') as PdfRef;
    const make = async (contents: Uint8Array) =>
      appendSignature(
        growing,
        { ref: signatureRef, entries, reserve: 8000, digest: 'sha256' },
        [
          valueObject(fieldRef, field),
          valueObject(formRef, dict({ Fields: fields, SigFlags: 3 })),
          valueObject(catalogRef, new Map([...file.catalog, ['AcroForm', formRef]])),
        ],
        () => Promise.resolve(contents),
      );
    // What is signed does not depend on the signature, so a first try tells it.
    const draft = Buffer.concat((await make(Buffer.alloc(0))).parts);
    const [, before = 0, after = 0] =
      /ByteRange \[0 (\d+) (\d+) \d+\]\s*\n\/Contents <0/.exec(draft.toString('latin1'))?.map(Number) ?? [];
    const content = Buffer.concat([draft.subarray(0, before), draft.subarray(after)]);
    return Buffer.concat((await make(opensslCms(content, signer, [pki.intermediate], options))).parts);
  }

  const judge = (pdf: Uint8Array): Promise<FileReport> => validateFile(pdf, { trust: pki.trust, at: NOW });
  const codes = (report: FileReport): string[][] =>
    report.signatures.map(({ reasons }) => reasons.map(({ code }) => code));
  /** Nothing is wrong with it; what is not proven is named. */
  const unproven = ['VALIDATION_TIMESTAMP_MISSING', 'VALIDATION_REVOCATION_MISSING'];

  const kinds = (): [string, Kind][] => [
    ['RSA, adbe.pkcs7.detached', { subFilter: 'adbe.pkcs7.detached' }],
    ['RSA, ETSI.CAdES.detached', {}],
    ['RSA-PSS', { options: ['-cades', '-keyopt', 'rsa_padding_mode:pss'] }],
    ['RSA with SHA-512', { options: ['-cades', '-md', 'sha512'] }],
    ['ECDSA', { signer: issue('Test Signer EC', pki.intermediate, { keyUsage: ['nonRepudiation'] }, 'ec') }],
  ];

  it.each([0, 1, 2, 3, 4])(
    'of a usual kind (%i) holds, and is not proven without time-stamp',
    async (index) => {
      const [title, kind] = kinds()[index]!;
      const pdf = await signed(await samplePdf(), kind);
      const report = await judge(pdf);
      expect(codes(report), title).toEqual([unproven]);
      expect(report, title).toMatchObject({ conclusion: 'INDETERMINATE' });
      expect(report.signatures[0]?.signer?.trustAnchor, title).toContain('Test Root');
      expect(report.signatures[0]?.coverage, title).toMatchObject({
        bytes: pdf.length,
        revision: 2,
        revisions: 2,
      });

      const changed = Buffer.from(pdf);
      changed[1000]! ^= 1;
      expect(await judge(changed), title).toMatchObject({ conclusion: 'FAILED' });
    },
  );

  it('without the certificate’s digest among what is signed is not proven', async () => {
    const report = await judge(
      await signed(await samplePdf(), { subFilter: 'adbe.pkcs7.detached', options: [] }),
    );
    expect(report.conclusion).toBe('INDETERMINATE');
    expect(codes(report)[0]).toContain('CMS_SIGNING_CERTIFICATE_MISSING');
  });

  it.each(['adbe.pkcs7.sha1', 'adbe.x509.rsa_sha1', 'Fancy.Signature'])(
    'of the kind %s is not judged',
    async (subFilter) => {
      const report = await judge(await signed(await samplePdf(), { subFilter }));
      expect(report.conclusion).toBe('INDETERMINATE');
      expect(codes(report)[0]).toContain('VALIDATION_UNSUPPORTED');
    },
  );

  it('followed by another: each is judged, and what came after the first is not', async () => {
    const once = await signed(await samplePdf());
    const twice = await signed(once);
    const report = await judge(twice);
    expect(report.signatures.map(({ coverage }) => coverage)).toMatchObject([
      { bytes: once.length, revision: 2, revisions: 3 },
      { bytes: twice.length, revision: 3, revisions: 3 },
    ]);
    expect(codes(report)).toEqual([['VALIDATION_CHANGES_NOT_JUDGED', ...unproven], unproven]);

    const changed = Buffer.from(twice);
    changed[1000]! ^= 1;
    expect((await judge(changed)).signatures.map(({ conclusion }) => conclusion)).toEqual([
      'FAILED',
      'FAILED',
    ]);
  });

  it('by somebody nobody trusts, or by a certificate that is for something else', async () => {
    const stranger = issue('Stranger', undefined, { keyUsage: ['nonRepudiation'] });
    const server = issue('Server', pki.intermediate, { keyUsage: ['keyAgreement'] }, 'ec');
    const of = async (signer: Identity) => codes(await judge(await signed(await samplePdf(), { signer })))[0];
    expect(await of(stranger)).toContain('X509_UNTRUSTED');
    expect(await of(server)).toContain('X509_KEY_USAGE');
  });

  it('is found in a document that was not opened for signing here', async () => {
    const pdf = await signed(await samplePdf());
    expect(() => openForSealing(pdf)).toThrow(
      expect.objectContaining({ code: 'PADES_FORM_PRESENT' }) as Error,
    );
  });
});
