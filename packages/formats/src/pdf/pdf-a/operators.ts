import { damaged } from '../errors.ts';
import { Lexer } from '../lexer.ts';
import { PdfName } from '../objects.ts';
import type { PdfValue } from '../objects.ts';

/** Reads content streams (ISO 32000-1, 7.8.2) operator by operator. */

export interface Operation {
  readonly operator: string;
  readonly operands: readonly PdfValue[];
  /** Of `BI`: the inline image's entries. */
  readonly inlineImage?: ReadonlyMap<string, PdfValue>;
}

const MAX_OPERANDS = 1000;
const isRegular = (c: number): boolean => c > 32 && !'()<>[]{}/%'.includes(String.fromCharCode(c));
const isValueStart = (c: number): boolean =>
  '/([<+-.'.includes(String.fromCharCode(c)) || (c >= 48 && c <= 57);
const isSpace = (c: number | undefined): boolean =>
  c === undefined || c === 0 || c === 9 || c === 10 || c === 12 || c === 13 || c === 32;

/** Throws PDF_DAMAGED where it is no content stream. */
export function* operationsOf(content: Uint8Array): Generator<Operation> {
  const lexer = new Lexer(content);
  let operands: PdfValue[] = [];
  for (;;) {
    lexer.skipSpace();
    const c = content[lexer.pos];
    if (c === undefined) break;
    if (isValueStart(c)) {
      operands.push(lexer.value());
      if (operands.length > MAX_OPERANDS) throw damaged('an operator has too many operands');
      continue;
    }
    const word = takeWord(lexer);
    if (word === 'true' || word === 'false') operands.push(word === 'true');
    else if (word === 'null') operands.push(null);
    else {
      if (word === 'BI') yield { operator: word, operands, inlineImage: takeInlineImage(lexer) };
      else yield { operator: word, operands };
      operands = [];
    }
  }
  if (operands.length > 0) throw damaged('a page’s content ends in the middle of an operator');
}

function takeWord(lexer: Lexer): string {
  const start = lexer.pos;
  const { bytes } = lexer;
  while (lexer.pos < bytes.length && isRegular(bytes[lexer.pos] ?? 0)) lexer.pos++;
  if (lexer.pos === start) throw damaged('something that is no operator', `byte ${start}`);
  return Buffer.from(bytes.subarray(start, lexer.pos)).toString('latin1');
}

/** Up to the `EI` that white space parts from the data (8.9.7). */
function takeInlineImage(lexer: Lexer): Map<string, PdfValue> {
  const entries = new Map<string, PdfValue>();
  while (!lexer.takeKeyword('ID')) {
    const key = lexer.value();
    if (!(key instanceof PdfName)) throw damaged('an inline image is malformed');
    entries.set(key.value, lexer.value());
  }
  const { bytes } = lexer;
  for (let at = lexer.pos + 1; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0x45 || bytes[at + 1] !== 0x49) continue;
    if (isSpace(bytes[at - 1]) && isSpace(bytes[at + 2])) {
      lexer.pos = at + 2;
      return entries;
    }
  }
  throw damaged('an inline image does not end');
}
