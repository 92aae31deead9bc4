import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentUri, fileNameOfUri } from './document-uri.ts';

describe('documentUri', () => {
  it('encodes what readers disagree about', () => {
    expect(documentUri("Avtale 1+2 (æ)'!*.pdf")).toBe('Avtale%201%2B2%20%28%C3%A6%29%27%21%2A.pdf');
  });

  it('comes back as the same name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        expect(fileNameOfUri(documentUri(name))).toBe(name);
      }),
    );
  });
});

describe('fileNameOfUri', () => {
  it.each(['', '#part', 'a/b', '../a', 'https://x', 'a?b', 'a\\b', '%E6', '%2'])('refuses %j', (uri) => {
    expect(fileNameOfUri(uri)).toBeUndefined();
  });
});
