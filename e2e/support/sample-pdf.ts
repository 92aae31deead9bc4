/** Small PDF documents for tests, written by hand: headings and paragraphs in Helvetica, A4. */

interface SampleContent {
  title: string;
  /** The paragraphs of each page. */
  pages: readonly (readonly string[])[];
}

const lineLength = 78;

export function escapeLiteral(text: string): string {
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

/** A page's content: the title and each paragraph marked, so that the structure can point at them. */
function pageStream(title: string, paragraphs: readonly string[], number: number): string {
  const parts = [`/H1<</MCID 0>>BDC BT /F2 20 Tf 72 752 Td (${escapeLiteral(title)}) Tj ET EMC`];
  let y = 712;
  paragraphs.forEach((paragraph, index) => {
    parts.push(`/P<</MCID ${index + 1}>>BDC`);
    for (const line of fold(paragraph)) {
      parts.push(`BT /F1 11.5 Tf 72 ${y} Td (${escapeLiteral(line)}) Tj ET`);
      y -= 17;
    }
    parts.push('EMC');
    y -= 9;
  });
  parts.push(`/Artifact BMC BT /F1 9 Tf 72 48 Td (${number}) Tj ET EMC`);
  return parts.join('\n');
}

export const font = (name: string) =>
  `<</Type/Font/Subtype/Type1/BaseFont/${name}/Encoding/WinAnsiEncoding>>`;
export const reference = (number: number) => `${number} 0 R`;

/** The bytes of a tagged PDF 1.7 with `content`; characters outside Latin-1 are not for this. */
export function samplePdf(content: SampleContent): Buffer {
  const objects: string[] = [];
  const add = (object: string) => objects.push(object);
  const [catalog, pages, structure] = [add(''), add(''), add('')];
  const fonts = `<</F1 ${reference(add(font('Helvetica')))}/F2 ${reference(add(font('Helvetica-Bold')))}>>`;
  const kids: string[] = [];
  const elements: string[] = [];
  const parents: string[] = [];
  content.pages.forEach((paragraphs, index) => {
    const stream = pageStream(content.title, paragraphs, index + 1);
    const body = reference(add(`<</Length ${stream.length}>>stream\n${stream}\nendstream`));
    const page = reference(
      add(
        `<</Type/Page/Parent ${reference(pages)}/MediaBox[0 0 595 842]/Resources<</Font${fonts}>>/Contents ${body}/StructParents ${index}>>`,
      ),
    );
    kids.push(page);
    const marked = ['H1', ...paragraphs.map(() => 'P')].map((role, mark) =>
      reference(add(`<</Type/StructElem/S/${role}/P ${reference(structure)}/Pg ${page}/K ${mark}>>`)),
    );
    elements.push(...marked);
    parents.push(`${index}[${marked.join(' ')}]`);
  });
  objects[catalog - 1] =
    `<</Type/Catalog/Pages ${reference(pages)}/Lang(nb-NO)/MarkInfo<</Marked true>>/StructTreeRoot ${reference(structure)}>>`;
  objects[pages - 1] = `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${kids.length}>>`;
  objects[structure - 1] =
    `<</Type/StructTreeRoot/K[${elements.join(' ')}]/ParentTree<</Nums[${parents.join(' ')}]>>>>`;
  return assemble(objects, catalog);
}

/** Numbers the objects from 1 and adds the cross-reference table (ISO 32000-1, 7.5). */
export function assemble(objects: readonly string[], root: number): Buffer {
  let body = '%PDF-1.7\n';
  const offsets: number[] = [];
  objects.forEach((object, index) => {
    offsets.push(body.length);
    body += `${index + 1} 0 obj${object}\nendobj\n`;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer<</Size ${objects.length + 1}/Root ${reference(root)}>>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + table + trailer, 'latin1');
}
