import { expect, test } from 'vitest';
import { pastedRows } from './pasted-rows.ts';

test('knows cells by their form, in whatever order, and leaves headings out', () => {
  const text = 'Navn\tFnr\tE-post\nKari\t148385 22190\tkari@example.com\nola@example.com;99000001\n\n';
  expect(pastedRows(text)).toEqual([
    { by: 'number', label: 'Kari', number: '148385 22190', email: 'kari@example.com' },
    { by: 'contact', email: 'ola@example.com', mobile: '99000001' },
  ]);
});

test('leaves a single value to the field it is pasted into', () => {
  expect(pastedRows('kari@example.com')).toBeUndefined();
  expect(pastedRows('to linjer\nuten adresse')).toBeUndefined();
});
