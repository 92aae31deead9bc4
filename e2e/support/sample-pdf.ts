/** Small PDF documents for tests, written by hand: headings and paragraphs in Helvetica, A4. */

export interface SampleContent {
  title: string;
  /** The paragraphs of each page. */
  pages: readonly (readonly string[])[];
}

const lineLength = 78;

function escapeLiteral(text: string): string {
  return text.replace(/[\\()]/g, (character) => `\\${character}`);
}

function fold(paragraph: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > lineLength) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function pageStream(title: string, paragraphs: readonly string[], number: number): string {
  const parts = [`BT /F2 20 Tf 72 752 Td (${escapeLiteral(title)}) Tj ET`];
  let y = 712;
  for (const paragraph of paragraphs) {
    for (const line of fold(paragraph)) {
      parts.push(`BT /F1 11.5 Tf 72 ${y} Td (${escapeLiteral(line)}) Tj ET`);
      y -= 17;
    }
    y -= 9;
  }
  parts.push(`BT /F1 9 Tf 72 48 Td (${number}) Tj ET`);
  return parts.join('\n');
}

/** The bytes of a PDF 1.7 with `content`; characters outside Latin-1 are not for this. */
export function samplePdf(content: SampleContent): Buffer {
  const font = (name: string) => `<</Type/Font/Subtype/Type1/BaseFont/${name}/Encoding/WinAnsiEncoding>>`;
  const first = 5;
  const kids = content.pages.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R/Lang(nb-NO)>>',
    `<</Type/Pages/Kids[${kids}]/Count ${content.pages.length}>>`,
    font('Helvetica'),
    font('Helvetica-Bold'),
  ];
  content.pages.forEach((paragraphs, index) => {
    const stream = pageStream(content.title, paragraphs, index + 1);
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>/Contents ${first + index * 2 + 1} 0 R>>`,
      `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    );
  });
  let body = '%PDF-1.7\n';
  const offsets: number[] = [];
  objects.forEach((object, index) => {
    offsets.push(body.length);
    body += `${index + 1} 0 obj${object}endobj\n`;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + table + trailer, 'latin1');
}
