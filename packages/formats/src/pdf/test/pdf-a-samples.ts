import { useFont } from '../fonts/embed.ts';
import { fontOf } from '../fonts/font-set.ts';
import { PdfStream, dict, name } from '../objects.ts';
import type { PdfDict, PdfRef, PdfValue } from '../objects.ts';
import { outputIntent } from '../pdf-a/conform.ts';
import type { PdfWriter } from '../writer.ts';
import { samplePdf } from './samples.ts';

/** Files that are PDF/A, and files that only say so. */

interface PdfAOptions {
  readonly part: 1 | 2 | 3;
  readonly transparent?: boolean;
  readonly cmyk?: boolean;
  /** Something that PDF/A does not permit. */
  readonly content?: string;
  readonly resources?: (writer: PdfWriter) => Readonly<Record<string, PdfValue>>;
  readonly catalog?: Readonly<Record<string, PdfValue | undefined>>;
  readonly font?: (writer: PdfWriter) => PdfRef;
}

const xmp = (part: number): string => `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sample</rdf:li></rdf:Alt></dc:title>
<pdfaid:part>${part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;

/** A page with embedded font, colours and an image. */
export function pdfA({
  part,
  transparent = false,
  cmyk = false,
  content = '',
  ...options
}: PdfAOptions): Uint8Array {
  return samplePdf((writer) => {
    const embedded = useFont(fontOf('InterRegular'), writer);
    const text = embedded.encode('Kjære Åse');
    embedded.embed();
    const image = writer.add(
      new PdfStream(
        dict({
          ...{ Type: name('XObject'), Subtype: name('Image'), Width: 2, Height: 1, BitsPerComponent: 8 },
          ColorSpace: name(cmyk ? 'DeviceCMYK' : 'DeviceRGB'),
        }),
        Buffer.from(cmyk ? [0, 255, 255, 0, 255, 0, 0, 0] : [255, 0, 0, 0, 0, 255]),
      ),
    );
    const states = dict({ Half: dict({ ca: 0.5 }) });
    const resources = dict({
      Font: dict({ F: options.font?.(writer) ?? embedded.ref }),
      XObject: dict({ I: image }),
      ...(transparent && { ExtGState: states }),
      ...options.resources?.(writer),
    });
    const color = cmyk ? '0.9 0.2 0 0.1 k' : '0.1 0.3 0.6 rg';
    // The subset has no list of its glyphs, which part 1 asks for.
    const words = part === 1 ? '' : `0.2 g BT /F 30 Tf 60 700 Td <${text}> Tj ET `;
    const drawn =
      `${transparent ? '/Half gs ' : ''}${color} 50 50 300 300 re f ${words}` +
      `q 200 0 0 100 300 500 cm /I Do Q ${content}`;
    return {
      pages: [{ content: drawn, entries: { Resources: resources } }],
      catalog: {
        Metadata: writer.add(
          new PdfStream(dict({ Type: name('Metadata'), Subtype: name('XML') }), Buffer.from(xmp(part))),
        ),
        OutputIntents: [cmyk ? cmykIntent(writer) : outputIntent(writer)],
        ...options.catalog,
      },
    };
  });
}

/** Each claims to be PDF/A-2b and breaks one rule. */
export function falseClaims(): [string, Uint8Array][] {
  const claim = (options: Omit<PdfAOptions, 'part'>): Uint8Array => pdfA({ part: 2, ...options });
  const state = (entries: PdfDict) => ({
    content: '/Wrong gs',
    resources: () => ({ ExtGState: dict({ Wrong: entries }) }),
  });
  return [
    [
      'font-not-embedded',
      claim({
        font: (writer) =>
          writer.add(dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') })),
      }),
    ],
    ['device-color', claim({ content: '0 1 0 0 k 10 10 20 20 re f' })],
    ['device-color-without-intent', claim({ catalog: { OutputIntents: undefined } })],
    [
      'icc-profile',
      claim({ catalog: { OutputIntents: [dict({ S: name('GTS_PDFA1'), DestOutputProfile: null })] } }),
    ],
    ['operator', claim({ content: 'BX 1 2 fancy EX' })],
    ['resources', claim({ content: '/Nothing Do' })],
    ['rendering-intent', claim({ content: '/Pretty ri' })],
    ['graphics-state', claim(state(dict({ TR: name('Identity') })))],
    ['blend-mode', claim(state(dict({ BM: name('Glow') })))],
    ['image', claim({ content: 'BI /W 1 /H 1 /CS /G /BPC 8 /I true /F /AHx ID 00> EI' })],
    ['filter', claim({ content: 'BI /W 1 /H 1 /CS /G /BPC 8 /F /LZW ID 800b605040c8 EI' })],
    ['glyph-width', wrongWidth(claim({}))],
  ];
}

/** Claims to be PDF/A-1b; shows an "A" of the given width in a font of this kind and program. */
export function pdfAWithLetter(
  kind: 'Type1' | 'Type1C' | 'CIDFontType0C',
  program: Uint8Array,
  width: number,
): Uint8Array {
  const font = (writer: PdfWriter): PdfRef => {
    const subtype = kind === 'Type1' ? {} : { Subtype: name(kind) };
    const file = writer.add(new PdfStream(dict(subtype), program));
    const descriptor = dict({
      ...{ Type: name('FontDescriptor'), FontName: name('T'), Flags: 32 },
      [kind === 'Type1' ? 'FontFile' : 'FontFile3']: file,
    });
    const simple = {
      ...{ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('T'), FontDescriptor: descriptor },
      ...{ FirstChar: 65, LastChar: 65, Widths: [width], Encoding: name('WinAnsiEncoding') },
    };
    if (kind !== 'CIDFontType0C') return writer.add(dict(simple));
    const system = { Registry: Buffer.from('Adobe'), Ordering: Buffer.from('Identity'), Supplement: 0 };
    const descendant = dict({
      ...{
        Type: name('Font'),
        Subtype: name('CIDFontType0'),
        BaseFont: name('T'),
        FontDescriptor: descriptor,
      },
      ...{ CIDSystemInfo: dict(system), W: [1, [width]] },
    });
    return writer.add(
      dict({
        ...{ Type: name('Font'), Subtype: name('Type0'), BaseFont: name('T'), Encoding: name('Identity-H') },
        DescendantFonts: [writer.add(descendant)],
      }),
    );
  };
  const text = kind === 'CIDFontType0C' ? '<0001>' : '(A)';
  return pdfA({ part: 1, font, content: `BT /F 20 Tf 60 700 Td ${text} Tj ET` });
}

/** Claims to be PDF/A-2b; its text is in a TrueType font of this program. */
export function pdfAWithFont(program: Uint8Array): Uint8Array {
  const font = (writer: PdfWriter): PdfRef => {
    const descriptor = dict({
      ...{ Type: name('FontDescriptor'), FontName: name('Broken'), Flags: 32 },
      FontFile2: writer.add(new PdfStream(dict({}), program)),
    });
    return writer.add(
      dict({
        ...{ Type: name('Font'), Subtype: name('TrueType'), BaseFont: name('Broken') },
        ...{ FirstChar: 0, LastChar: 255, Widths: Array.from({ length: 256 }, () => 500) },
        ...{ Encoding: name('WinAnsiEncoding'), FontDescriptor: descriptor },
      }),
    );
  };
  return pdfA({ part: 2, font });
}

/** The width of the second glyph, which the font program gives otherwise. */
function wrongWidth(pdf: Uint8Array): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const changed = text.replace(
    /\/W \[0 \[(\d+) (\d{3})/,
    (_, first: string, second: string) => `/W [0 [${first} ${second === '999' ? '111' : '999'}`,
  );
  if (changed === text) throw new Error('the sample has no widths');
  return Buffer.from(changed, 'latin1');
}

function cmykIntent(writer: PdfWriter): PdfDict {
  return dict({
    ...{ Type: name('OutputIntent'), S: name('GTS_PDFA1'), OutputConditionIdentifier: Buffer.from('Test') },
    Info: Buffer.from('Test'),
    DestOutputProfile: writer.add(new PdfStream(dict({ N: 4 }), cmykProfile())),
  });
}

/** A CMYK printer profile of the simplest kind: two grid points an ink, subtractive, to Lab (ICC.1:2001, lut8Type). */
function cmykProfile(): Uint8Array {
  const lut = Buffer.alloc(48 + 4 * 256 + 16 * 3 + 3 * 256);
  lut.write('mft1', 0, 'latin1');
  lut.set([4, 3, 2], 8);
  for (const at of [12, 28, 44]) lut.writeInt32BE(65536, at);
  for (let channel = 0; channel < 4; channel++)
    for (let value = 0; value < 256; value++) lut[48 + channel * 256 + value] = value;
  for (let corner = 0; corner < 16; corner++) {
    const [c, m, y, k] = [8, 4, 2, 1].map((bit) => ((corner & bit) === 0 ? 0 : 1));
    const light = k === 1 ? 0 : 255 - 70 * ((c ?? 0) + (m ?? 0)) - 20 * (y ?? 0);
    lut.set(
      [
        Math.max(0, light),
        128 + (k === 1 ? 0 : 50 * ((m ?? 0) - (c ?? 0))),
        128 + (k === 1 ? 0 : 60 * ((y ?? 0) - (c ?? 0))),
      ],
      48 + 1024 + corner * 3,
    );
  }
  for (let channel = 0; channel < 3; channel++)
    for (let value = 0; value < 256; value++) lut[48 + 1024 + 48 + channel * 256 + value] = value;
  const text = Buffer.from('text\0\0\0\0Test\0\0\0\0', 'latin1');
  const white = Buffer.alloc(20);
  white.write('XYZ ', 0, 'latin1');
  [0.9642, 1, 0.8249].forEach((value, index) => white.writeInt32BE(Math.round(value * 65536), 8 + index * 4));
  const description = Buffer.concat([
    Buffer.from('desc\0\0\0\0\0\0\0\x05Test\0', 'latin1'),
    Buffer.alloc(4 + 4 + 2 + 1 + 67 + 1),
  ]);
  const tags: [string, Buffer][] = [
    ['desc', description],
    ['cprt', text],
    ['wtpt', white],
    ['A2B0', lut],
  ];
  const head = Buffer.alloc(132 + tags.length * 12);
  let offset = head.length;
  tags.forEach(([tag, body], index) => {
    head.write(tag, 132 + index * 12, 'latin1');
    head.writeUInt32BE(offset, 136 + index * 12);
    head.writeUInt32BE(body.length, 140 + index * 12);
    offset += body.length;
  });
  head.writeUInt32BE(offset, 0);
  head.writeUInt32BE(0x02400000, 8);
  head.write('prtrCMYKLab ', 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  [0.9642, 1, 0.8249].forEach((value, index) => head.writeInt32BE(Math.round(value * 65536), 68 + index * 4));
  head.writeUInt32BE(tags.length, 128);
  return Buffer.concat([head, ...tags.map(([, body]) => body)]);
}
