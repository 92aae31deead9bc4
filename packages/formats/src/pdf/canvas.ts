import type { FontInUse } from './fonts/embed.ts';
import { displayText, fontOf } from './fonts/font-set.ts';
import { measure, needsShaping, shapeLine, withoutIsolates } from './fonts/shape.ts';
import type { ShapedRun } from './fonts/shape.ts';
import type { Face, FontKey } from './fonts/font-set.ts';
import { formatNumber } from './writer.ts';
import type { Matrix } from './matrix.ts';

/** RGB, 0 to 1. */
export type Color = readonly [number, number, number];

export const INK: Color = [0.11, 0.13, 0.14];
export const QUIET: Color = [0.37, 0.4, 0.41];
const HAIRLINE: Color = [0.8, 0.82, 0.81];
export const ACCENT: Color = [0.04, 0.3, 0.32];

export interface TextStyle {
  readonly face: Face;
  /** Points. */
  readonly size: number;
  readonly color: Color;
}

export type FontsInUse = (key: FontKey) => FontInUse;

/** Collects the operators of one page's content stream (ISO 32000-1, annex A). Coordinates in points, y upwards. */
export interface Canvas {
  /** Draws one line of text with its baseline at `y`. */
  text(x: number, y: number, text: string, style: TextStyle): void;
  /** Like `text`, ending at `right`. */
  textRight(right: number, y: number, text: string, style: TextStyle): void;
  rule(x: number, y: number, width: number, color?: Color): void;
  frame(x: number, y: number, width: number, height: number): void;
  /** The service's mark: a round seal with a check cut out. `x`, `y` is its centre. */
  seal(x: number, y: number, radius: number): void;
  /** Content that belongs to a structure element. */
  tagged(tag: string, mcid: number, draw: () => void): void;
  /** Content that is decoration. */
  artifact(type: 'Layout' | 'Pagination', draw: () => void): void;
  operators(...lines: readonly string[]): void;
  readonly fonts: ReadonlyMap<FontKey, FontInUse>;
  bytes(): Uint8Array;
}

const n = formatNumber;
export const matrixOperator = (matrix: Matrix): string => `${matrix.map(n).join(' ')} cm`;
const fill = (color: Color): string => `${color.map(n).join(' ')} rg`;
const stroke = (color: Color): string => `${color.map(n).join(' ')} RG`;

export function createCanvas(use: FontsInUse): Canvas {
  const out: string[] = [];
  const fonts = new Map<FontKey, FontInUse>();
  const canvas: Canvas = {
    fonts,
    text: (x, y, text, style) => {
      const shown = displayText(text);
      if (shown.trim() === '') return;
      // Glyphs stand as they are seen; whoever reads the text is told how it is written (14.9.4).
      const isShaped = needsShaping(shown);
      if (isShaped) out.push(`/Span <</ActualText <${hexText(withoutIsolates(shown))}>>> BDC`);
      out.push('BT', fill(style.color), `${n(x)} ${n(y)} Td`);
      for (const run of shapeLine(shown, style.face)) {
        const font = use(run.font);
        fonts.set(run.font, font);
        out.push(`/${run.font} ${n(style.size)} Tf`, ...showing(run, font, style.size));
      }
      out.push('ET');
      if (isShaped) out.push('EMC');
    },
    textRight: (right, y, text, style) =>
      canvas.text(right - measure(displayText(text), style.face, style.size), y, text, style),
    rule: (x, y, width, color = HAIRLINE) => {
      out.push('q', stroke(color), '0.5 w', `${n(x)} ${n(y)} m ${n(x + width)} ${n(y)} l S`, 'Q');
    },
    frame: (x, y, width, height) => {
      out.push('q', stroke(HAIRLINE), '0.4 w', `${n(x)} ${n(y)} ${n(width)} ${n(height)} re S`, 'Q');
    },
    seal: (x, y, radius) => out.push(...sealOperators(x, y, radius)),
    tagged: (tag, mcid, draw) => {
      out.push(`/${tag} <</MCID ${mcid}>> BDC`);
      draw();
      out.push('EMC');
    },
    artifact: (type, draw) => {
      out.push(`/Artifact <</Type /${type}>> BDC`);
      draw();
      out.push('EMC');
    },
    operators: (...lines) => out.push(...lines),
    bytes: () => Buffer.from(out.join('\n'), 'latin1'),
  };
  return canvas;
}

const hexText = (text: string): string => `feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}`;

/** Glyphs that stand where their own widths put them in one string; others each with its place (9.4.3). */
function showing({ font: key, glyphs }: ShapedRun, font: FontInUse, size: number): string[] {
  const own = fontOf(key);
  const thousandths = (units: number): string => n((units * 1000) / own.unitsPerEm);
  const isPlain = glyphs.every(
    ({ glyph, advance, dx, dy }) => dx === 0 && dy === 0 && advance === own.advanceOf(glyph),
  );
  const codes = glyphs.map(({ glyph, text }) => font.encodeGlyph(glyph, text));
  if (isPlain) return [`<${codes.join('')}> Tj`];
  const lines: string[] = [];
  let rise = 0;
  glyphs.forEach(({ glyph, advance, dx, dy }, index) => {
    if (dy !== rise) lines.push(`${n((dy * size) / own.unitsPerEm)} Ts`);
    rise = dy;
    lines.push(
      `[${thousandths(-dx)} <${codes[index] ?? ''}> ${thousandths(dx + own.advanceOf(glyph) - advance)}] TJ`,
    );
  });
  if (rise !== 0) lines.push('0 Ts');
  return lines;
}

/** A filled circle of four Bézier arcs, the check stroked in white. */
function sealOperators(x: number, y: number, r: number): string[] {
  const k = r * 0.5523;
  const p = (dx: number, dy: number): string => `${n(x + dx)} ${n(y + dy)}`;
  return [
    'q',
    fill(ACCENT),
    `${p(r, 0)} m`,
    `${p(r, k)} ${p(k, r)} ${p(0, r)} c`,
    `${p(-k, r)} ${p(-r, k)} ${p(-r, 0)} c`,
    `${p(-r, -k)} ${p(-k, -r)} ${p(0, -r)} c`,
    `${p(k, -r)} ${p(r, -k)} ${p(r, 0)} c f`,
    stroke([1, 1, 1]),
    `${n(r * 0.24)} w 1 J 1 j`,
    `${p(-r * 0.42, -r * 0.02)} m ${p(-r * 0.1, -r * 0.34)} l ${p(r * 0.46, r * 0.34)} l S`,
    'Q',
  ];
}
