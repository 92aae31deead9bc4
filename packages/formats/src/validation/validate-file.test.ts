import { describe, expect, it } from 'vitest';
import { sampleDocuments, samplePdf, sealSample, signSample } from '../../test/signed-samples.ts';
import { createWorld } from '../../test/signing-world.ts';
import { writeZip } from '../zip/index.ts';
import { validateFile, type FileReport } from './index.ts';

const world = createWorld();
const sealed = await sealSample(world);
const xades = await signSample(world);
const documents = sampleDocuments.map(({ name: file, bytes }) => ({ name: file, bytes }));
const mimetype = { name: 'mimetype', bytes: Buffer.from('application/vnd.etsi.asic-e+zip') };
const signatures = { name: 'META-INF/signatures001.xml', bytes: Buffer.from(xades) };

const check = (bytes: Uint8Array, given: Partial<Parameters<typeof validateFile>[1]> = {}) =>
  validateFile(bytes, { trust: world.trust, at: world.at, ...given });
const codesOf = ({ reasons, signatures: all }: FileReport): string[] =>
  [...reasons, ...all.flatMap((signature) => signature.reasons)].map(({ code }) => code);

describe('a file', () => {
  it('is known by what it begins with', async () => {
    expect(await check(sealed)).toMatchObject({
      kind: 'PDF',
      conclusion: 'PASSED',
      level: 'PAdES-BASELINE-LTA',
    });
    expect(await check(Buffer.from(xades), { documents })).toMatchObject({
      kind: 'XAdES',
      conclusion: 'PASSED',
      level: 'XAdES-BASELINE-LT',
    });
    const container = await writeZip([mimetype, ...documents, signatures]);
    expect(await check(container)).toMatchObject({
      kind: 'ASiC-E',
      conclusion: 'PASSED',
      signatures: [{ documents: documents.map(({ name: file }) => file), statedSigner: 'Kari Nordmann' }],
    });
    expect(await check(Buffer.from('hello'))).toMatchObject({ kind: 'unknown', conclusion: 'INDETERMINATE' });
    expect(await check(new Uint8Array())).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['an unsigned PDF', async () => samplePdf()],
    ['a container without signature', () => writeZip([mimetype, ...documents])],
  ])('that is %s is indeterminate', async (_, make) => {
    const report = await check(await make());
    expect(report).toMatchObject({ conclusion: 'INDETERMINATE', signatures: [] });
    expect(codesOf(report)).toEqual(['VALIDATION_NO_SIGNATURE']);
  });

  it('by somebody unknown is indeterminate, and says so', async () => {
    const report = await check(sealed, { trust: { anchors: [], intermediates: [] } });
    expect(report.conclusion).toBe('INDETERMINATE');
    expect(codesOf(report)).toContain('X509_UNTRUSTED');
  });

  it('without the documents that were signed is indeterminate', async () => {
    const report = await check(Buffer.from(xades));
    expect(report.conclusion).toBe('INDETERMINATE');
    expect(codesOf(report)).toContain('VALIDATION_DOCUMENT_MISSING');
  });
});

describe('an ASiC-E container never passes', () => {
  const [first, ...others] = documents;
  const changed = { ...first!, bytes: Buffer.from('%PDF-1.7 other') };
  it.each([
    ['with a changed file', [mimetype, changed, ...others, signatures]],
    [
      'with a file more than was signed',
      [mimetype, ...documents, { name: 'more.txt', bytes: Buffer.from('x') }, signatures],
    ],
    ['with a file less than was signed', [mimetype, ...others, signatures]],
    ['of another kind', [{ ...mimetype, bytes: Buffer.from('application/zip') }, ...documents, signatures]],
    [
      'with a second signature that is none',
      [
        mimetype,
        ...documents,
        signatures,
        { name: 'META-INF/signatures002.xml', bytes: Buffer.from('<a/>') },
      ],
    ],
    [
      'with a document type',
      [
        mimetype,
        ...documents,
        {
          ...signatures,
          bytes: Buffer.from(xades.replace(/^(<\?xml[^>]*>)?/, '$1<!DOCTYPE a [<!ENTITY b "c">]>')),
        },
      ],
    ],
  ])('%s', async (_, entries) => {
    expect((await check(await writeZip(entries))).conclusion).not.toBe('PASSED');
  });

  it('that unpacks to very much', async () => {
    const bomb = { name: 'zeros.txt', bytes: Buffer.alloc(40 * 1024 * 1024) };
    const container = await writeZip([mimetype, bomb, signatures]);
    expect((await check(container)).conclusion).not.toBe('PASSED');
  });

  it('cut off or with a changed byte anywhere', async () => {
    const container = Buffer.from(await writeZip([mimetype, ...documents, signatures]));
    for (let at = 5; at < container.length; at += 397) {
      const copy = Buffer.from(container);
      copy[at]! ^= 1;
      // A time-stamp token's own certificates are not signed; and a ZIP has bytes that no reader looks at.
      const report = await check(copy);
      const original = await check(container);
      if (report.conclusion === 'PASSED') expect(report, `byte ${at}`).toEqual(original);
    }
    expect((await check(container.subarray(0, -40))).conclusion).not.toBe('PASSED');
  });
});

describe('XML signatures never pass when wrapped', () => {
  const root = /<asic:XAdESSignatures[^>]*>|<XAdESSignatures[^>]*>/.exec(xades)![0];
  const inner = xades.slice(xades.indexOf(root) + root.length, xades.lastIndexOf('</'));
  const end = xades.slice(xades.lastIndexOf('</'));
  const object = /<ds:Object(?: [^>]*)?>/.exec(inner)?.[0] ?? '<ds:Object>';
  const evidence = /<SigningEvidence[\s\S]*<\/SigningEvidence>/.exec(inner)![0];
  const wrap = (text: string) => Buffer.from(`${root}${text}${end}`);
  it.each([
    [
      'another object beside the signed one',
      () =>
        wrap(
          inner.replace(
            object,
            `<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#">other</ds:Object>${object}`,
          ),
        ),
    ],
    ['the signature in an element of another', () => wrap(`<a>${inner}</a>`)],
    ['the signature twice', () => wrap(inner + inner)],
    ['another root', () => Buffer.from(`<other>${inner}</other>`)],
    [
      'the signed evidence moved, and another in its place',
      () => wrap(inner.replace(evidence, evidence.replace('Kari Nordmann', 'Ola Nordmann')) + evidence),
    ],
    [
      'other signed properties beside the signed ones',
      () => {
        const properties = /<xades:SignedProperties[\s\S]*?<\/xades:SignedProperties>/.exec(inner)![0];
        return wrap(inner.replace(properties, properties.replace(/Id="[^"]*"/, 'Id="x"') + properties));
      },
    ],
    ['a comment', () => wrap(inner.replace('Kari Nordmann', 'Kari<!-- --> Nordmann'))],
    [
      'an entity',
      () => Buffer.from(`<!DOCTYPE a [<!ENTITY k "Kari">]>${root}${inner.replace('Kari', '&k;')}${end}`),
    ],
  ])('%s', async (_, make) => {
    const report = await check(make(), { documents });
    expect(report.conclusion).not.toBe('PASSED');
  });
});

describe('a PDF never passes', () => {
  const text = sealed.toString('latin1');
  const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]/.exec(text)!;
  const withRange = (numbers: string) =>
    Buffer.from(text.replace(range[0], `/ByteRange [${numbers}]`.padEnd(range[0].length, ' ')), 'latin1');
  it.each([
    ['with a byte range that begins later', () => withRange(`9 ${range[1]} ${range[2]} ${range[3]}`)],
    ['with a byte range of negative length', () => withRange(`0 ${range[1]} ${range[2]} -9`)],
    ['with a byte range that overlaps', () => withRange(`0 ${range[1]} 10 ${range[3]}`)],
    ['with a byte range that leaves more out', () => withRange(`0 9 ${range[2]} ${range[3]}`)],
    ['with a byte range of two numbers', () => withRange(`0 ${range[1]}`)],
    ['without byte range', () => Buffer.from(text.replace('/ByteRange', '/ByteRangf'), 'latin1')],
    [
      'with empty contents',
      () =>
        Buffer.from(
          text.replace(/\/Contents <[0-9a-fA-F]+>/, (all) => `/Contents <>`.padEnd(all.length, ' ')),
          'latin1',
        ),
    ],
    [
      'with contents of zeros',
      () =>
        Buffer.from(
          text.replace(
            /\/Contents <([0-9a-fA-F]+)>/,
            (_all, hex: string) => `/Contents <${'0'.repeat(hex.length)}>`,
          ),
          'latin1',
        ),
    ],
    ['that is not certified any more', () => Buffer.from(text.replace('/DocMDP', '/DocMDQ'), 'latin1')],
    ['with something before it', () => Buffer.concat([Buffer.from('\n'), sealed])],
    ['with something after it', () => Buffer.concat([sealed, Buffer.from('\n1 0 obj\n<<>>\nendobj\n')])],
  ])('%s', async (_, make) => {
    expect((await check(make())).conclusion).not.toBe('PASSED');
  });
});
