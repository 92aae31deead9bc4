/** A page whose structure is given as a tree: every text is a line of its own, written in the order of `order`. */
import { assemble, escapeLiteral, font, reference } from './sample-pdf.ts';

export interface Tagged {
  readonly role: string;
  /** Words, or elements within. */
  readonly holds: string | readonly Tagged[];
  /** More entries of the structure element, in PDF's own syntax. */
  readonly entries?: string;
}

/** `role` around `holds`. */
export const tagged = (role: string, holds: Tagged['holds'], entries = ''): Tagged => ({
  role,
  holds,
  entries,
});

/**
 * The bytes of a PDF 1.7 of one page. With `backwards` the texts are written from the last to the first, as programs do
 * that place text boxes; only the structure knows the right order then. `untagged` is written before everything.
 */
export function taggedPdf(
  elements: readonly Tagged[],
  options: { readonly backwards?: boolean; readonly untagged?: string } = {},
): Buffer {
  const objects: string[] = [];
  const add = (object: string): number => objects.push(object);
  const [catalog, pages, structure, page] = [add(''), add(''), add(''), add('')];
  const helvetica = reference(add(font('Helvetica')));
  const texts: string[] = [];
  const parents: string[] = [];

  const write = ({ role, holds, entries = '' }: Tagged, parent: number): string => {
    const number = add('');
    let kids: string;
    if (typeof holds === 'string') {
      kids = String(texts.push(holds) - 1);
      parents.push(reference(number));
    } else kids = `[${holds.map((kid) => write(kid, number)).join(' ')}]`;
    objects[number - 1] =
      `<</Type/StructElem/S/${role}/P ${reference(parent)}/Pg ${reference(page)}/K ${kids}${entries}>>`;
    return reference(number);
  };
  const roots = elements.map((element) => write(element, structure));

  const lines = texts.map(
    (text, mark) =>
      `/Span<</MCID ${mark}>>BDC BT /F 11 Tf 72 ${760 - mark * 16} Td (${escapeLiteral(text)}) Tj ET EMC`,
  );
  if (options.backwards === true) lines.reverse();
  if (options.untagged !== undefined)
    lines.unshift(`BT /F 11 Tf 72 800 Td (${escapeLiteral(options.untagged)}) Tj ET`);
  const stream = lines.join('\n');
  const body = reference(add(`<</Length ${stream.length}>>stream\n${stream}\nendstream`));
  objects[catalog - 1] =
    `<</Type/Catalog/Pages ${reference(pages)}/Lang(nb-NO)/MarkInfo<</Marked true>>/StructTreeRoot ${reference(structure)}>>`;
  objects[pages - 1] = `<</Type/Pages/Kids[${reference(page)}]/Count 1>>`;
  objects[structure - 1] =
    `<</Type/StructTreeRoot/K[${roots.join(' ')}]/ParentTree<</Nums[0[${parents.join(' ')}]]>>>>`;
  objects[page - 1] =
    `<</Type/Page/Parent ${reference(pages)}/MediaBox[0 0 595 842]/Resources<</Font<</F ${helvetica}>>>>/Contents ${body}/StructParents 0>>`;
  return assemble(objects, catalog);
}
