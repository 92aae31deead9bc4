import { INK, QUIET, ACCENT, matrixOperator } from './canvas.ts';
import type { TextStyle } from './canvas.ts';
import { birthDateText, dateText, timeText } from './dates.ts';
import { displayText } from './fonts/font-set.ts';
import { measure, wrap } from './fonts/shape.ts';
import type { DocumentSigner, SignedDocumentInput, SignerIdentifierLine } from './input.ts';
import type { PdfValue } from './objects.ts';
import { name, textString } from './objects.ts';
import type { Logo } from './logo.ts';
import { SHEET_HEIGHT, SHEET_WIDTH, addResource } from './sheet.ts';
import type { Sheet } from './sheet.ts';
import type { Element, Structure } from './structure.ts';
import { wordsOf } from './words.ts';
import type { Words } from './words.ts';

/**
 * The front page: what a judge, an archivist and a customer see. A narrow column of quiet labels, a wide one of
 * facts, hairlines between the parts; as many pages as it takes.
 */

const LEFT = 58;
const RIGHT = SHEET_WIDTH - 58;
const COLUMN = LEFT + 112;
const MIDDLE = COLUMN + 206;
const TOP = SHEET_HEIGHT - 58;

const TITLE: TextStyle = { face: 'semibold', size: 23, color: INK };
const LABEL: TextStyle = { face: 'semibold', size: 8.5, color: ACCENT };
const NAME: TextStyle = { face: 'semibold', size: 10, color: INK };
const BODY: TextStyle = { face: 'regular', size: 9, color: INK };
const FINE: TextStyle = { face: 'regular', size: 8.5, color: QUIET };
const SMALL: TextStyle = { face: 'regular', size: 7.8, color: QUIET };

/** A line of text, in one of the columns. */
interface Line {
  readonly text: string;
  readonly style: TextStyle;
  readonly leading: number;
}

/** What is to be said, the documents looked through. */
type FrontPageInput = Omit<SignedDocumentInput, 'logo'> & {
  /** Of each document. */
  readonly pageCounts: readonly number[];
  readonly logo: Logo | undefined;
};

interface Flow {
  readonly input: FrontPageInput;
  readonly words: Words;
  readonly structure: Structure;
  readonly nextSheet: () => Sheet;
  /** Nothing is drawn below; the footer stands there. */
  readonly bottom: number;
  sheet: Sheet;
  y: number;
}

/** Draws the front page; `nextSheet` gives a new page, first and whenever one is full. */
export function drawFrontPage(
  input: FrontPageInput,
  structure: Structure,
  nextSheet: () => Sheet,
  bottom: number,
): void {
  const flow: Flow = {
    input,
    words: wordsOf(input.language),
    structure,
    nextSheet,
    bottom: bottom + 16,
    sheet: nextSheet(),
    y: TOP,
  };
  const root = structure.element(structure.root, 'Sect', { T: textString(flow.words.frontPage) });
  drawHeading(flow, root);
  drawSigners(flow, root);
  drawDocuments(flow, root);
  drawContents(flow, root);
  drawCheck(flow, root);
}

const lines = (text: string, style: TextStyle, width: number, leading: number): Line[] =>
  wrap(displayText(text), style.face, style.size, width).map((line) => ({ text: line, style, leading }));

const heightOf = (block: readonly Line[]): number => block.reduce((sum, line) => sum + line.leading, 0);

/** Begins a new page unless `height` points are left. */
function ensure(flow: Flow, height: number): void {
  if (flow.y - height >= flow.bottom) return;
  flow.sheet = flow.nextSheet();
  flow.y = TOP;
  const { canvas } = flow.sheet;
  const [title = ''] = wrap(displayText(flow.input.title), SMALL.face, SMALL.size, RIGHT - LEFT);
  canvas.artifact('Pagination', () => canvas.text(LEFT, TOP + 16, title, SMALL));
}

/** Draws lines downwards from `y`, as the content of one element. */
function drawBlock(flow: Flow, element: Element, x: number, top: number, block: readonly Line[]): void {
  const { sheet, structure } = flow;
  sheet.canvas.tagged(element.tag, structure.mark(element, sheet.tagged), () => {
    let y = top;
    block.forEach((line, index) => {
      y -= line.leading;
      // The space keeps words apart for programs that join the lines.
      const text = index < block.length - 1 ? `${line.text} ` : line.text;
      sheet.canvas.text(x, y + line.leading * 0.28, text, line.style);
    });
  });
}

function drawHeading(flow: Flow, root: Element): void {
  const { input, words, structure } = flow;
  const { canvas } = flow.sheet;
  const signed = input.signers.filter((signer) => signer.signature.kind === 'signed').length;
  const isWhole = signed === input.signers.length;
  canvas.artifact('Layout', () => canvas.seal(LEFT + 7, flow.y - 3.5, 7));
  drawLogo(flow);
  const kind = isWhole
    ? words.signedDocument
    : words.partlySigned(signed, input.signers.length, dateText(input.language, input.createdAt));
  const above = structure.element(root, 'P');
  drawBlock(flow, above, LEFT + 21, flow.y + 2.6, [
    { text: kind, style: { ...LABEL, size: 9 }, leading: 12 },
  ]);
  flow.y -= 46;
  const title = lines(input.title, TITLE, RIGHT - LEFT, 28);
  drawBlock(flow, structure.element(root, 'H1'), LEFT, flow.y + 12, title);
  flow.y -= heightOf(title) - 12;
  const sender = lines(words.sentBy(input.sender), { ...FINE, size: 10 }, RIGHT - LEFT, 15);
  drawBlock(flow, structure.element(root, 'P'), LEFT, flow.y - 3, sender);
  flow.y -= heightOf(sender) + 26;
}

/** Opposite the service's mark, on a line with it. Decoration: the sender's name stands in words below the title. */
function drawLogo({ sheet, input: { logo }, y }: Flow): void {
  if (logo === undefined) return;
  const { ref, width, height } = logo;
  const bottom = y - 3.5 - height / 2;
  sheet.canvas.artifact('Layout', () =>
    sheet.canvas.operators(
      'q',
      matrixOperator([width, 0, 0, height, RIGHT - width, bottom]),
      `/${addResource(sheet, 'XObject', 'P', ref)} Do`,
      'Q',
    ),
  );
}

/** A hairline and the part's label in the narrow column; returns the part's element. */
function beginPart(flow: Flow, root: Element, label: string, firstHeight: number): Element {
  ensure(flow, Math.max(firstHeight, 30) + 22);
  const { canvas } = flow.sheet;
  canvas.artifact('Layout', () => canvas.rule(LEFT, flow.y, RIGHT - LEFT));
  flow.y -= 13;
  const part = flow.structure.element(root, 'Sect');
  const block = lines(label, LABEL, COLUMN - LEFT - 14, 12);
  drawBlock(flow, flow.structure.element(part, 'H2'), LEFT, flow.y - 0.8, block);
  return part;
}

const list = (flow: Flow, part: Element): Element =>
  flow.structure.element(part, 'L', { A: listAttributes() });

const listAttributes = (): PdfValue =>
  new Map<string, PdfValue>([
    ['O', name('List')],
    ['ListNumbering', name('None')],
  ]);

function listBody(flow: Flow, parent: Element): Element {
  return flow.structure.element(flow.structure.element(parent, 'LI'), 'LBody');
}

function drawSigners(flow: Flow, root: Element): void {
  const blocks = flow.input.signers.map((signer) => signerBlocks(flow, signer));
  const heights = blocks.map(({ who, when }) => Math.max(heightOf(who), heightOf(when)));
  const part = beginPart(flow, root, flow.words.signers, heights[0] ?? 0);
  const items = list(flow, part);
  blocks.forEach(({ who, when }, index) => {
    const height = heights[index] ?? 0;
    ensure(flow, height);
    if (index > 0 && flow.y < TOP) {
      const { canvas } = flow.sheet;
      canvas.artifact('Layout', () => canvas.rule(COLUMN, flow.y + 5.5, RIGHT - COLUMN));
    }
    const body = listBody(flow, items);
    drawBlock(flow, flow.structure.element(body, 'P'), COLUMN, flow.y, who);
    drawBlock(flow, flow.structure.element(body, 'P'), MIDDLE, flow.y, when);
    flow.y -= height + 12;
  });
  flow.y -= 8;
}

function signerBlocks(flow: Flow, signer: DocumentSigner): { who: Line[]; when: Line[] } {
  const { words, input } = flow;
  const left = MIDDLE - COLUMN - 14;
  const right = RIGHT - MIDDLE;
  const behalf = signer.onBehalfOf === 'OTHER' ? words.onBehalfOfOther : words.onBehalfOfSelf;
  const who = [
    ...lines(signer.name, NAME, left, 13.5),
    ...signer.identifiers.flatMap((line) => lines(identifierText(flow, line), FINE, left, 12)),
    ...lines(behalf, FINE, left, 12),
  ];
  const { signature } = signer;
  if (signature.kind !== 'signed') {
    const text = signature.kind === 'waiting' ? words.waiting : words.notSigned;
    return { who, when: lines(text, { ...BODY, color: QUIET }, right, 13.5) };
  }
  const when = [
    ...lines(dateText(input.language, signature.at), BODY, right, 13.5),
    ...lines(timeText(input.language, signature.at), FINE, right, 12),
    ...lines(signature.method, FINE, right, 12),
  ];
  return { who, when };
}

function identifierText(flow: Flow, line: SignerIdentifierLine): string {
  switch (line.kind) {
    case 'personal-identification-number':
      return flow.words.personalNumber(line.value);
    case 'date-of-birth':
      return flow.words.born(birthDateText(flow.input.language, line.value));
    case 'text':
      return line.value;
  }
}

function drawDocuments(flow: Flow, root: Element): void {
  const { input, words } = flow;
  const many = input.documents.length > 1;
  const x = many ? COLUMN + 20 : COLUMN;
  const blocks = input.documents.map((document, index) => [
    ...lines(document.title, { ...BODY, face: 'semibold' }, RIGHT - x, 12.5),
    ...lines(`${document.fileName} · ${words.pages(input.pageCounts[index] ?? 0)}`, SMALL, RIGHT - x, 11),
  ]);
  const part = beginPart(flow, root, words.documents, heightOf(blocks[0] ?? []));
  const items = list(flow, part);
  blocks.forEach((block, index) => {
    ensure(flow, heightOf(block));
    const item = flow.structure.element(items, 'LI');
    if (many)
      drawBlock(flow, flow.structure.element(item, 'Lbl'), COLUMN, flow.y, [
        { text: String(index + 1), style: { ...BODY, color: QUIET }, leading: 12.5 },
      ]);
    drawBlock(flow, flow.structure.element(item, 'LBody'), x, flow.y, block);
    flow.y -= heightOf(block) + 5;
  });
  flow.y -= 13;
}

function drawContents(flow: Flow, root: Element): void {
  const { words, input } = flow;
  const text = lines(words.contentsText, BODY, RIGHT - COLUMN, 13);
  const part = beginPart(flow, root, words.contents, heightOf(text) + 24);
  drawBlock(flow, flow.structure.element(part, 'P'), COLUMN, flow.y, text);
  flow.y -= heightOf(text) + 5;
  const items = list(flow, part);
  for (const attachment of input.attachments) {
    const description = attachment.description === '' ? '' : ` · ${attachment.description}`;
    const block = lines(`${attachment.name}${description}`, SMALL, RIGHT - COLUMN, 11.2);
    ensure(flow, heightOf(block));
    drawBlock(flow, listBody(flow, items), COLUMN, flow.y, block);
    flow.y -= heightOf(block) + 1;
  }
  flow.y -= 17;
}

function drawCheck(flow: Flow, root: Element): void {
  const { words, input } = flow;
  const width = RIGHT - COLUMN;
  const { validationAddress, sealName } = input;
  const onPage = validationAddress === undefined ? [] : [words.checkOnPage];
  const sentences = [words.checkText(sealName, input.serviceName), ...onPage, words.noPrintout];
  const text = lines(sentences.join(' '), BODY, width, 13);
  const facts: readonly (readonly [string, string])[] = [
    ...(validationAddress === undefined ? [] : [[words.checkAt, validationAddress] as const]),
    [words.seal, sealName],
  ];
  const labelWidth = Math.max(...facts.map(([label]) => measure(label, SMALL.face, SMALL.size))) + 14;
  const blocks = facts.map(([, value]) => lines(value, { ...SMALL, color: INK }, width - labelWidth, 12));
  const height = heightOf(text) + blocks.reduce((sum, block) => sum + heightOf(block), 0) + 8;
  const part = beginPart(flow, root, words.check, height);
  drawBlock(flow, flow.structure.element(part, 'P'), COLUMN, flow.y, text);
  flow.y -= heightOf(text) + 6;
  facts.forEach(([label], index) => {
    const block = blocks[index] ?? [];
    const paragraph = flow.structure.element(part, 'P');
    drawBlock(flow, paragraph, COLUMN, flow.y, [{ text: label, style: SMALL, leading: 12 }]);
    drawBlock(flow, paragraph, COLUMN + labelWidth, flow.y, block);
    flow.y -= heightOf(block);
  });
}
