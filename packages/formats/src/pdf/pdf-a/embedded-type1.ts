import type { OutlineWidths } from './embedded-cff.ts';
import { standardName } from './glyph-names.ts';

/** Type 1 font programs (Adobe Type 1 Font Format): names, own encoding and widths of the glyphs. */

const EEXEC_KEY = 55_665;
const CHARSTRING_KEY = 4330;
const MAX_GLYPHS = 10_000;

/** Throws whatever a malformed font provokes. */
export function readType1(program: Uint8Array): OutlineWidths {
  const text = Buffer.from(program.buffer, program.byteOffset, program.length).toString('latin1');
  const start = text.indexOf('eexec');
  if (start < 0) throw new Error('a Type 1 font without its encrypted part');
  const clear = text.slice(0, start);
  const secret = decrypted(binary(text.slice(start + 5).replace(/^[\r\n \t]+/, '')), EEXEC_KEY, 4).toString(
    'latin1',
  );
  const skipped = Number(/\/lenIV\s+(\d+)/.exec(secret)?.[1] ?? 4);
  const matrix = /\/FontMatrix\s*\[\s*([-\d.eE]+)/.exec(clear)?.[1];
  const scale = Number(matrix ?? 0.001) * 1000;
  const widths = new Map<string, number>();
  const glyph = /\/([^\s/{}[\]()<>%]+)\s+(\d+)\s+(?:RD|-\|)\s/g;
  glyph.lastIndex = Math.max(0, secret.indexOf('/CharStrings'));
  for (
    let match = glyph.exec(secret);
    match !== null && widths.size < MAX_GLYPHS;
    match = glyph.exec(secret)
  ) {
    const [whole, name = '', length = '0'] = match;
    const from = match.index + whole.length;
    const charString = decrypted(
      Buffer.from(secret.slice(from, from + Number(length)), 'latin1'),
      CHARSTRING_KEY,
      skipped,
    );
    widths.set(name, widthOf(charString) * scale);
    glyph.lastIndex = from + Number(length);
  }
  const own = new Map(
    [...clear.matchAll(/dup\s+(\d+)\s*\/([^\s/]+)\s+put/g)].map(([, code, name = '']) => [
      Number(code),
      name,
    ]),
  );
  const isStandard = /\/Encoding\s+StandardEncoding/.test(clear);
  return {
    widthOfName: (name) => widths.get(name),
    widthOfCid: () => undefined,
    nameOf: (code) => (isStandard ? standardName(code) : own.get(code)),
  };
}

/** The encrypted part stands as bytes, or as hexadecimal digits. */
function binary(text: string): Buffer {
  return /^[0-9A-Fa-f\s]{8}/.test(text)
    ? Buffer.from(text.replace(/\s+/g, ''), 'hex')
    : Buffer.from(text, 'latin1');
}

function decrypted(data: Buffer, key: number, skip: number): Buffer {
  let state = key;
  const clear = Buffer.alloc(data.length);
  data.forEach((byte, index) => {
    clear[index] = byte ^ (state >> 8);
    state = ((byte + state) * 52_845 + 22_719) & 0xffff;
  });
  return clear.subarray(skip);
}

/** The second operand of hsbw, or the third of sbw; both come first in a glyph. */
function widthOf(charString: Buffer): number {
  const stack: number[] = [];
  for (let at = 0; at < charString.length;) {
    const first = charString.readUInt8(at);
    if (first === 13 || (first === 12 && charString.readUInt8(at + 1) === 7))
      return stack[first === 13 ? 1 : 2] ?? NaN;
    if (first === 12 && charString.readUInt8(at + 1) === 12) {
      const [divisor = 1, dividend = 0] = [stack.pop(), stack.pop()];
      stack.push(dividend / divisor);
      at += 2;
    } else if (first === 255) {
      stack.push(charString.readInt32BE(at + 1));
      at += 5;
    } else if (first >= 251) {
      stack.push(-(first - 251) * 256 - charString.readUInt8(at + 1) - 108);
      at += 2;
    } else if (first >= 247) {
      stack.push((first - 247) * 256 + charString.readUInt8(at + 1) + 108);
      at += 2;
    } else if (first >= 32) {
      stack.push(first - 139);
      at += 1;
    } else throw new Error('a glyph does not begin with its width');
  }
  throw new Error('a glyph without width');
}
