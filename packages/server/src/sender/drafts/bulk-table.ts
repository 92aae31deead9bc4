/** The text of a CSV file, as spreadsheets write it (RFC 4180, with whatever separator), into rows of cells. */
import { parse } from 'csv-parse/sync';

export const mostRows = 500;
const separators = [';', '\t', ','] as const;

export interface BulkLines {
  readonly headings: readonly string[];
  /** `line` counts the rows that are not empty, the heading is 1; there are as many cells as headings. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

export type TableProblem = 'TABLE_EMPTY' | 'TABLE_UNREADABLE' | 'TABLE_TOO_LONG' | 'TABLE_ROW_TOO_WIDE';

/** Cells are trimmed; rows that are all empty are left out. */
export function readTable(csv: string): BulkLines | TableProblem {
  const records = recordsOf(csv);
  if (records === undefined) return 'TABLE_UNREADABLE';
  const [headings = [], ...lines] = records.map((cells) => cells.map((cell) => cell.trim()));
  if (lines.length === 0) return 'TABLE_EMPTY';
  if (lines.length > mostRows) return 'TABLE_TOO_LONG';
  const width = headings.findLastIndex((heading) => heading !== '') + 1;
  if (lines.some((cells) => cells.slice(width).some((cell) => cell !== ''))) return 'TABLE_ROW_TOO_WIDE';
  return {
    headings: headings.slice(0, width),
    rows: lines.map((cells, index) => ({
      line: index + 2,
      cells: Array.from({ length: width }, (_, column) => cells[column] ?? ''),
    })),
  };
}

function recordsOf(csv: string): string[][] | undefined {
  const [heading = ''] = csv.split(/\r?\n/, 1);
  const count = (separator: string) => heading.split(separator).length;
  const [delimiter = ';'] = [...separators].sort((a, b) => count(b) - count(a));
  try {
    return parse(csv, {
      bom: true,
      delimiter,
      // So that a quote may come after a space; a tab is a space too.
      trim: delimiter !== '\t',
      relax_column_count: true,
      skip_records_with_empty_values: true,
      max_record_size: 20_000,
      to: mostRows + 2,
    });
  } catch {
    return undefined;
  }
}
