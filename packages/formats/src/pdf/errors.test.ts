import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('every reason to refuse a document is explained to senders', () => {
  const codes = [...read('./errors.ts').matchAll(/\| '((?:PDF|TEXT)_[A-Z0-9_]+)'/g)].map(([, code]) => code);
  const explained = [...read('../../../../docs/documents.md').matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(
    ([, code]) => code,
  );
  expect(codes.length).toBeGreaterThan(15);
  expect(explained.toSorted()).toEqual(codes.toSorted());
});
