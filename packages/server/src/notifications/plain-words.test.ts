import { expect, test } from 'vitest';
import { oneLine, shortened, withoutLinks } from './plain-words.ts';

test('what senders wrote becomes one line that shows all it holds', () => {
  expect(oneLine(' Avtale\r\nBcc: x\u0000\t\u2028om  alt ')).toBe('Avtale Bcc: x om alt');
  expect(oneLine('fdp\u202Eexe.\u200Bno\uFEFF')).toBe('fdpexe.no');
  expect(oneLine('Åse \uD800 æøå 😀')).toBe('Åse \uFFFD æøå 😀');
});

test.each([
  ['Se https://evil.example/login', 'Se https: //evil. example/login'],
  ['www.evil.example', 'www. evil. example'],
  ['kari@evil.no', 'kari@evil. no'],
  ['ev\u200Bil.\u200Bno', 'evil. no'],
  ['Kap. 3.2, kl. 14.30', 'Kap. 3.2, kl. 14.30'],
])('%s is no link', (title, shown) => {
  expect(withoutLinks(title)).toBe(shown);
});

test('shortening counts characters and shows that it was done', () => {
  expect(shortened('Testkommunen', 12)).toBe('Testkommunen');
  expect(shortened('😀😀😀😀😀', 4)).toBe('😀...');
});
