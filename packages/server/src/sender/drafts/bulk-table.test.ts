import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostRows, readTable } from './bulk-table.ts';

it.each([
  ['semicolons', 'E-post;Mobil\nkari@example.com;99000001'],
  ['commas', 'E-post,Mobil\r\nkari@example.com,99000001\r\n'],
  ['tabs, as pasted from a spreadsheet', 'E-post\tMobil\nkari@example.com\t99000001'],
  ['a byte order mark, quotes and spaces', '\ufeff"E-post" ; Mobil\n"kari@example.com"; 99000001 \n\n;\n'],
  ['more empty cells than headings', 'E-post;Mobil;;\nkari@example.com;99000001;;;\n'],
])('reads %s', (_, csv) => {
  expect(readTable(csv)).toEqual({
    headings: ['E-post', 'Mobil'],
    rows: [{ line: 2, cells: ['kari@example.com', '99000001'] }],
  });
});

it('fills short rows up, and keeps separators and line breaks in quotes', () => {
  expect(readTable('a;b\n1\n"2;2";"to\nlinjer"')).toEqual({
    headings: ['a', 'b'],
    rows: [
      { line: 2, cells: ['1', ''] },
      { line: 3, cells: ['2;2', 'to\nlinjer'] },
    ],
  });
});

it.each([
  ['nothing', '', 'TABLE_EMPTY'],
  ['a heading alone', 'E-post\n\n', 'TABLE_EMPTY'],
  ['a quote that does not end', 'E-post\n"kari@example.com\n', 'TABLE_UNREADABLE'],
  ['a row that is wider than the heading', 'E-post\nkari@example.com;99000001', 'TABLE_ROW_TOO_WIDE'],
  ['too many rows', `E-post\n${'a@example.com\n'.repeat(mostRows + 1)}`, 'TABLE_TOO_LONG'],
])('refuses %s', (_, csv, problem) => {
  expect(readTable(csv.includes(';') ? csv.replace('E-post', 'E-post;') : csv)).toBe(problem);
});

it('reads back every cell that was written', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.trim());
  const quoted = (cells: readonly string[]) =>
    cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(';');
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
      const csv = [['E-post', 'Navn'], ...rows].map(quoted).join('\r\n');
      const kept = rows.filter((cells) => cells.some((text) => text !== ''));
      const table = readTable(csv);
      expect(typeof table === 'string' ? table : table.rows.map(({ cells }) => cells)).toEqual(
        kept.length === 0 ? 'TABLE_EMPTY' : kept,
      );
    }),
  );
});
