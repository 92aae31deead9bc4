/** The closing table: a line a file, a column a validator. */

export interface Row {
  readonly file: string;
  readonly validator: string;
  readonly result: string;
  /** `not asked`: the validator cannot see this damage. */
  readonly outcome: 'passed' | 'failed' | 'not asked';
}

export function printTable(rows: readonly Row[]): void {
  const columns = [...new Set(rows.map(({ validator }) => validator))];
  const files = Map.groupBy(rows, ({ file }) => file);
  const lines = [...files].map(([file, own]) => [
    file,
    ...columns.map((column) => cell(own.find(({ validator }) => validator === column))),
  ]);
  const table = [['file', ...columns], ...lines];
  const widths =
    table[0]?.map((_, index) => Math.max(...table.map((line) => line[index]?.length ?? 0))) ?? [];
  for (const line of table)
    console.log(
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function cell(row: Row | undefined): string {
  if (row === undefined) return '-';
  return row.outcome === 'failed' ? `FAILED: ${row.result}` : row.result;
}
