import type { DraftSigner } from '@segl/protocol/json';

export type PastedRow = Pick<DraftSigner, 'by' | 'label' | 'number' | 'email' | 'mobile'>;

/** Rows of a spreadsheet: each cell is known by its form. Undefined when it is no more than one value. */
export function pastedRows(text: string): readonly PastedRow[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const cells = lines.map((line) => line.split(/[\t;]/).map((cell) => cell.trim()));
  if (lines.length < 2 && (cells[0]?.length ?? 0) < 2) return undefined;
  const rows = cells.map(rowOf).filter((row) => row !== undefined);
  return rows.length === 0 ? undefined : rows;
}

function rowOf(cells: readonly string[]): PastedRow | undefined {
  const number = cells.find((cell) => /^\d{6} ?\d{5}$/.test(cell));
  const email = cells.find((cell) => cell.includes('@'));
  const mobile = cells.find((cell) => cell !== number && /^(\+|00)?[\d ]{8,24}$/.test(cell));
  const label = cells.find((cell) => cell !== '' && ![number, email, mobile].includes(cell));
  if (number === undefined && email === undefined && mobile === undefined) return undefined;
  return {
    by: number === undefined ? 'contact' : 'number',
    ...(label !== undefined && { label }),
    ...(number !== undefined && { number }),
    ...(email !== undefined && { email }),
    ...(mobile !== undefined && { mobile }),
  };
}
