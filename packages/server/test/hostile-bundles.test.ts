/** Hostile document bundles: each ends in its named error and leaves no job. */
import { deflateRawSync } from 'node:zlib';
import { readZip, writeZip } from '@segl/formats/zip';
import { describe, expect, it } from 'vitest';
import { bundleOf } from './api-world.ts';
import { carrying, expectRefused, file, inHostileWorld, named, upload } from './hostile-world.ts';

/** Every occurrence of a name in the archive, without moving anything else. */
function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  expect(Buffer.byteLength(to)).toBe(Buffer.byteLength(from));
  return Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(from, to), 'latin1');
}

/** The archive with `edit` done to one of its files, everything else as it was. */
async function edited(name: string, edit: (content: string) => string): Promise<Uint8Array> {
  const entries = await readZip(await bundleOf(upload({})));
  return writeZip(
    entries.map((entry) =>
      entry.name === name
        ? { name, bytes: Buffer.from(edit(Buffer.from(entry.bytes).toString('latin1')), 'latin1') }
        : entry,
    ),
  );
}

const SIGNATURES = 'META-INF/signatures.xml';
const wrapped = (xml: string): string => {
  const signature = /<(?:\w+:)?Signature[ >][^]*<\/(?:\w+:)?Signature>/.exec(xml)![0];
  return xml.replace(signature, `${signature}${signature}`);
};

/** A ZIP of one file that claims to inflate to `claimed` bytes. */
function lyingZip(content: Uint8Array, claimed: number): Uint8Array {
  const name = Buffer.from('manifest.xml');
  const deflated = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(deflated.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 4);
  central.writeUInt16LE(20, 6);
  local.copy(central, 10, 8, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + deflated.length, 16);
  return Buffer.concat([local, name, deflated, central, name, end]);
}

inHostileWorld(() => {
  describe('archives', () => {
    it.each<[string, () => Promise<Uint8Array>, string, RegExp]>([
      [
        'that climb out of their folder',
        async () =>
          renamed(
            await bundleOf(
              upload({ manifest: { documents: named('aa/bb/c.pdf') }, files: [file('aa/bb/c.pdf')] }),
            ),
            'aa/bb/c.pdf',
            '../../c.pdf',
          ),
        'DOCUMENT_BUNDLE_INVALID',
        /name/,
      ],
      [
        'with a file twice',
        async () =>
          renamed(await bundleOf(upload({ files: [file('a.pdf'), file('b.pdf')] })), 'b.pdf', 'a.pdf'),
        'DOCUMENT_BUNDLE_INVALID',
        /BUNDLE_DUPLICATE_FILE/,
      ],
      [
        'with a file twice but for case',
        async () =>
          renamed(await bundleOf(upload({ files: [file('a.pdf'), file('b.pdf')] })), 'b.pdf', 'A.pdf'),
        'DOCUMENT_BUNDLE_INVALID',
        /BUNDLE_DUPLICATE_FILE/,
      ],
      [
        'that unpack to very much',
        () => bundleOf(upload({ files: [file('søknad nr 1.pdf', Buffer.alloc(200_000_000))] })),
        'DOCUMENTS_TOO_LARGE',
        /10485760/,
      ],
      [
        'that unpack to more than they say',
        () => Promise.resolve(lyingZip(Buffer.alloc(100_000_000), 1000)),
        'DOCUMENT_BUNDLE_INVALID',
        /BUNDLE_ZIP_INVALID/,
      ],
      [
        'cut in half',
        async () => {
          const bundle = await bundleOf(upload({}));
          return bundle.subarray(0, bundle.length / 2);
        },
        'DOCUMENT_BUNDLE_INVALID',
        /BUNDLE_ZIP_INVALID/,
      ],
      [
        'with something in front',
        async () => Buffer.concat([Buffer.from('MZ'), await bundleOf(upload({}))]),
        'DOCUMENT_BUNDLE_INVALID',
        /BUNDLE_ZIP_INVALID/,
      ],
      [
        'without manifest',
        async () => renamed(await bundleOf(upload({})), 'manifest.xml', 'manifest.xmm'),
        'MANIFEST_INVALID',
        /manifest\.xml/,
      ],
    ])('%s', async (_, bundle, code, words) => {
      await expectRefused(carrying(await bundle()), code, words);
    });
  });

  describe('signatures of bundles', () => {
    it.each<[string, string, (content: string) => string]>([
      ['over another document', 'søknad nr 1.pdf', (content) => content.replace('Tj ET', 'Tj  ET')],
      ['over another manifest', 'manifest.xml', (xml) => xml.replace('</title>', '.</title>')],
      ['that stand twice', SIGNATURES, wrapped],
      [
        'in a wrapper',
        SIGNATURES,
        (xml) => xml.replace(/<(\w+:)?Signature [^]*<\/(\w+:)?Signature>/, '<Object>$&</Object>'),
      ],
      ['with a comment', SIGNATURES, (xml) => xml.replace(/<(\w+:)?SignedInfo/, '<!-- a -->$&')],
      [
        'with a DTD',
        SIGNATURES,
        (xml) => xml.replace(/<(\w+:)?XAdESSignatures/, '<!DOCTYPE a [<!ENTITY b "c">]>$&'),
      ],
      ['with SHA-1', SIGNATURES, (xml) => xml.replaceAll('xmldsig-more#rsa-sha256', 'xmldsig#rsa-sha1')],
      ['that are empty', SIGNATURES, () => ''],
    ])('%s', async (_, name, edit) => {
      await expectRefused(carrying(await edited(name, edit)), 'DOCUMENT_BUNDLE_SIGNATURE_INVALID');
    });
  });
});
