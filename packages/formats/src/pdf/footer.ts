import { QUIET } from './canvas.ts';
import type { TextStyle } from './canvas.ts';
import { dateText } from './dates.ts';
import { displayText } from './fonts/font-set.ts';
import { isolated, measure, wrap } from './fonts/shape.ts';
import type { SignedDocumentInput } from './input.ts';
import { SHEET_WIDTH } from './sheet.ts';
import type { Sheet } from './sheet.ts';
import { wordsOf } from './words.ts';
import type { Words } from './words.ts';

/** The footer of every page: who signed, when, the seal, the page's number. Nothing else is drawn in its band. */
interface Footer {
  /** The band's height from the lower edge of the sheet. */
  readonly height: number;
  draw(sheet: Sheet, page: number, pages: number): void;
}

const STYLE: TextStyle = { face: 'regular', size: 6.6, color: QUIET };
const LEADING = 8.6;
const LEFT = 58;
const RIGHT = SHEET_WIDTH - LEFT;
const GAP = 18;
const BELOW = 15;
const MAX_LINES = 3;

export function createFooter(input: SignedDocumentInput): Footer {
  const words = wordsOf(input.language);
  const sealed = wrap(displayText(words.sealedBy(input.sealName)), STYLE.face, STYLE.size, 170);
  const sealWidth = Math.max(...sealed.map((line) => measure(line, STYLE.face, STYLE.size)));
  const left = signedLines(input, words, RIGHT - LEFT - sealWidth - GAP - 16);
  const right = [...sealed.slice(0, MAX_LINES)];
  const rows = Math.max(left.length, right.length + 1);
  const top = BELOW + (rows - 1) * LEADING;
  return {
    height: top + 15,
    draw: ({ canvas }, page, pages) =>
      canvas.artifact('Pagination', () => {
        left.forEach((line, row) => canvas.text(LEFT + 16, top - row * LEADING, line, STYLE));
        right.forEach((line, row) => canvas.textRight(RIGHT, top - row * LEADING, line, STYLE));
        canvas.textRight(RIGHT, top - right.length * LEADING, words.pageOf(page, pages), STYLE);
        canvas.seal(LEFT + 4.5, top + 2.2, 4.5);
      }),
  };
}

/** The signers' names and the last signature's date; names that do not fit are counted ("and 3 more"). */
function signedLines(input: SignedDocumentInput, words: Words, width: number): string[] {
  const signatures = input.signers.flatMap((signer) =>
    signer.signature.kind === 'signed' ? [{ name: signer.name, at: signer.signature.at }] : [],
  );
  if (signatures.length === 0) return [words.nobodySigned];
  const date = dateText(input.language, Math.max(...signatures.map(({ at }) => at)));
  const names = signatures.map(({ name }) => isolated(name));
  for (let shown = names.length; ; shown--) {
    const text = words.signedBy(joinNames(names, shown, words), date);
    const lines = wrap(displayText(text), STYLE.face, STYLE.size, width);
    if (lines.length <= MAX_LINES || shown <= 1) return lines;
  }
}

function joinNames(names: readonly string[], shown: number, words: Words): string {
  const listed = names.slice(0, shown);
  const rest = names.length - shown;
  const last = rest > 0 ? words.andMore(rest) : listed.pop();
  return listed.length === 0 ? (last ?? '') : `${listed.join(', ')} ${words.and} ${last ?? ''}`;
}
