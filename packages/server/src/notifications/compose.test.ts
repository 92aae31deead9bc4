import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeNotification } from './compose.ts';
import { composeEmail } from './email.ts';
import type { ComposedEmail, NotificationFacts, NotificationKind, SignerAddressing } from './facts.ts';
import { isGsm7, smsSegments } from './gsm7.ts';
import { composeSms } from './sms.ts';

const link = 'https://sign.example.org/link/Qm9rc3RhdmVyIG9nIHRhbGwgc29tIGluZ2VuIGdqZXR0ZXI';
const linkAndCode: SignerAddressing = { kind: 'link-and-code', url: link, code: '482913' };
const facts: NotificationFacts = {
  kind: 'first',
  channel: 'email',
  language: 'nb',
  sender: { name: 'Testkommunen' },
  sector: 'public',
  addressing: { kind: 'eid', url: 'https://sign.example.org/portal' },
  deadline: Date.parse('2026-12-03T14:30:00+01:00'),
  signers: 1,
  test: false,
};

const email = (change: Partial<NotificationFacts> = {}): ComposedEmail =>
  composeEmail({ ...facts, ...change });
const sms = (change: Partial<NotificationFacts> = {}): string =>
  composeSms({ ...facts, channel: 'sms', ...change }).text;

const kinds: readonly NotificationKind[] = ['first', 'reminder', 'cancelled', 'code', 'completed'];
const languages = ['nb', 'nn', 'en'] as const;
const addressings: readonly SignerAddressing[] = [
  facts.addressing,
  linkAndCode,
  { kind: 'link-and-code', url: link, codeBySms: true },
  { kind: 'link-and-code', url: link },
  { kind: 'link-and-code', code: '482913' },
  { kind: 'link-and-code' },
];

/** A code that is not there cannot be sent. */
const possible = ({ kind, addressing }: Pick<NotificationFacts, 'kind' | 'addressing'>): boolean =>
  kind !== 'code' || (addressing.kind === 'link-and-code' && addressing.code !== undefined);

/** What a reader sees of the HTML. */
const seen = (html: string): string =>
  html
    .replace(/<(style|head|title)[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]+>/g, ' ')
    .replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_whole, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
    )
    .replace(/\s+/g, ' ');

describe('an email', () => {
  test('says who asks, until when and how, as text and as HTML', () => {
    const { fromName, subject, text, html, inline } = email({ sector: 'private', signers: 3 });
    expect(fromName).toBe('Testkommunen via Segl');
    expect(subject).toBe('Testkommunen ber deg signere');
    expect(inline).toEqual([]);
    for (const words of [
      'Testkommunen ber deg signere',
      'Frist: torsdag 3. desember 2026 kl. 14:30 (norsk tid)',
      'elektronisk ID',
      'Dere er 3 som skal signere',
      'Kjenner du ikke Testkommunen, bør du ikke signere',
    ]) {
      expect(text).toContain(words);
      expect(seen(html)).toContain(words);
    }
    expect(text).toContain('https://sign.example.org/portal');
    expect(html).toContain('href="https://sign.example.org/portal"');
    expect(html).toMatch(/^<!doctype html><html lang="nb"/);
  });

  test('shows the non-sensitive title where there is one', () => {
    const titled = email({ nonSensitiveTitle: 'Avtale om barnehageplass' });
    expect(titled.subject).toBe('Testkommunen ber deg signere «Avtale om barnehageplass»');
    expect(email({ nonSensitiveTitle: ' \u200B ' }).subject).toBe('Testkommunen ber deg signere');
  });

  test('differs by each of its facts', () => {
    const variants = [
      ...kinds.map((kind) => email({ kind, addressing: linkAndCode })),
      ...languages.slice(1).map((language) => email({ language })),
      ...addressings.map((addressing) => email({ addressing })),
      email({ sector: 'private' }),
      email({ signers: 2 }),
      email({ nonSensitiveTitle: 'Avtale' }),
      email({ test: true }),
    ].map(({ subject, text }) => `${subject}\n${text}`);
    // A first message by link and code is among them twice.
    expect(new Set(variants).size).toBe(variants.length - 1);
  });

  test('of a cancelled job leads nowhere and asks for nothing', () => {
    const { text, html } = email({ kind: 'cancelled', addressing: linkAndCode, signers: 2 });
    expect(text).not.toMatch(/https?:|482913|Frist/);
    expect(html).not.toMatch(/href=|482913|Frist/);
  });

  test('with a code alone holds no link, and its subject no code', () => {
    const { subject, text, html } = email({
      kind: 'code',
      addressing: { kind: 'link-and-code', code: '482913' },
    });
    expect(subject).not.toContain('482913');
    expect(text).toContain('Engangskode: 482913');
    expect(seen(html)).toContain('482913');
    expect(`${text}${html}`).not.toMatch(/href=|https:\/\/sign/);
  });

  test('escapes what others wrote, everywhere', () => {
    const hostile = `"><script>alert('1')</script><!--if:code-->{{url}} & Co`;
    const { html, subject } = email({ sender: { name: hostile }, nonSensitiveTitle: hostile });
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('">&lt;');
    expect(html).not.toContain("alert('");
    expect(html.match(/<!--if:/g)).toBeNull();
    expect(subject).toContain(hostile);
    expect(seen(html)).toContain(subject);
  });

  test('breaks no header, whatever the names hold', () => {
    const { subject, fromName } = email({
      sender: { name: 'Test\r\nBcc: victim@example.org' },
      nonSensitiveTitle: 'A\nB\u2028C\u0000D',
    });
    expect(`${subject}${fromName}`).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  });

  test('loads nothing from anywhere, and links only where it was told to', () => {
    for (const addressing of addressings) {
      const { html } = email({
        addressing,
        nonSensitiveTitle: 'Se https://evil.example og www.evil.example',
      });
      expect(html).not.toMatch(/src="(?!cid:)|url\(|@import|<link|<script|evil\.example/);
      for (const [, href] of html.matchAll(/href="([^"]*)"/g)) expect(href).toBe(addressing.url);
    }
  });

  test('follows the reader into the dark', () => {
    expect(email().html).toContain('prefers-color-scheme: dark');
    expect(email().html).toContain('<meta name="color-scheme" content="light dark"');
  });

  test('without the code it is to send is not composed', () => {
    expect(() => email({ kind: 'code', addressing: { kind: 'link-and-code', url: link } })).toThrow(
      RangeError,
    );
  });

  test.each([
    'javascript:alert(1)',
    'https://x.example/" onclick="',
    'https://x.example/ a',
    '//x.example',
    'nonsense',
  ])('is not composed around %s', (url) => {
    expect(() => email({ addressing: { kind: 'eid', url } })).toThrow(RangeError);
  });
});

describe('a logo', () => {
  const png = (width: number, height: number, size = 200): Buffer => {
    const bytes = Buffer.alloc(size);
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    return bytes;
  };
  const withLogo = (logo: Uint8Array) => email({ sender: { name: 'Testkommunen', logo } });

  test('stands inside the email, at a size that fits', () => {
    const logo = png(800, 96);
    const { html, inline } = withLogo(logo);
    expect(inline).toEqual([{ cid: 'logo', mime: 'image/png', bytes: logo }]);
    expect(html).toContain('<img src="cid:logo" alt="Testkommunen" width="200" height="24"');
    expect(withLogo(png(1, 4_000_000_000)).html).toContain('width="1" height="48"');
  });

  test.each([
    ['what is not a PNG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'.padEnd(100))],
    ['an empty picture', png(0, 10)],
    ['one that is too large', png(10, 10, 200_000)],
    ['one that is cut off', png(10, 10).subarray(0, 20)],
  ])('is left out when it is %s', (_what, logo) => {
    const { html, inline } = withLogo(logo);
    expect(inline).toEqual([]);
    expect(html).not.toContain('<img');
  });
});

describe('a text message', () => {
  test('holds the same in few words', () => {
    expect(sms()).toBe(
      'Testkommunen ber deg signere. Logg inn og signer:\nhttps://sign.example.org/portal\n' +
        'Frist: torsdag 3. desember 2026 kl. 14:30 (norsk tid).',
    );
    expect(
      sms({ addressing: linkAndCode, nonSensitiveTitle: 'Leieavtale «B»', sector: 'private', signers: 2 }),
    ).toBe(
      `Testkommunen ber deg signere "Leieavtale "B"". Bruk engangskoden 482913 her:\n${link}\n` +
        'Frist: torsdag 3. desember 2026 kl. 14:30 (norsk tid). Dere er 2 som skal signere. ' +
        'Kjenner du ikke Testkommunen, bør du ikke signere.',
    );
  });

  test('beside a link by email holds the code alone, or neither', () => {
    const code: SignerAddressing = { kind: 'link-and-code', code: '482913' };
    expect(sms({ kind: 'code', addressing: code })).toBe(
      'Engangskoden din for å signere hos Testkommunen er 482913. Ikke gi koden til andre.',
    );
    expect(sms({ kind: 'reminder', addressing: { kind: 'link-and-code' } })).toContain(
      'Lenken har du fått på e-post.',
    );
  });

  test('keeps foreign letters while they fit, and gives up the title before them', () => {
    const sender = { name: 'Kárášjoga gielda' };
    expect(sms({ sender })).toContain('Kárášjoga gielda');
    const titled = sms({ sender, nonSensitiveTitle: 'Ohcamuš '.repeat(9) });
    expect(titled).toContain('Kárášjoga gielda');
    expect(titled).not.toContain('Ohcamuš');
  });

  test('is never longer than three segments, and in the GSM alphabet when the words are', () => {
    const words = fc.oneof(
      fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
      fc.string({ minLength: 1, maxLength: 80, unit: fc.constantFrom(...Array.from('abcæøå ÆØÅ.-')) }),
    );
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom(...kinds),
          language: fc.constantFrom(...languages),
          sector: fc.constantFrom('public' as const, 'private' as const),
          addressing: fc.constantFrom(...addressings),
          name: words,
          title: words,
          signers: fc.integer({ min: 1, max: 10 }),
          test: fc.boolean(),
        }),
        ({ name, title, ...change }) => {
          fc.pre(possible(change));
          const text = sms({ ...change, sender: { name }, nonSensitiveTitle: title });
          expect(smsSegments(text)).toBeLessThanOrEqual(3);
          if (isGsm7(name) && isGsm7(title)) expect(isGsm7(text)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('whatever the facts', () => {
  const everything: readonly NotificationFacts[] = kinds.flatMap((kind) =>
    languages.flatMap((language) =>
      addressings.flatMap((addressing) =>
        (['email', 'sms'] as const).flatMap((channel) =>
          [true, false].map((test) => ({ ...facts, kind, language, addressing, channel, test, signers: 2 })),
        ),
      ),
    ),
  );
  const each = everything.filter(possible);
  /** All words of the message. */
  const wordsOf = (given: NotificationFacts): string[] => {
    const message = composeNotification(given);
    return 'sms' in message
      ? [message.sms.text]
      : [message.email.text, message.email.html, message.email.subject];
  };

  test('a code stands in it only when it is to, and a link too', () => {
    for (const given of each) {
      const [text = ''] = wordsOf(given);
      const { addressing, kind } = given;
      const withCode = addressing.kind === 'link-and-code' && addressing.code !== undefined;
      if (text.includes('482913')) expect(withCode).toBe(true);
      if (text.includes('https://'))
        expect([addressing.url, kind === 'cancelled']).toEqual([expect.any(String), false]);
    }
  });

  test('the sandbox says that it is a test, and nothing else does', () => {
    for (const given of each) {
      for (const words of wordsOf(given))
        expect(
          /\btest\b(?!kommunen)/i.test(words.replace(/class="[^"]*"|<style[\s\S]*?<\/style>/g, '')),
        ).toBe(given.test);
    }
  });

  test('no placeholder is left', () => {
    for (const given of each) for (const words of wordsOf(given)) expect(words).not.toContain('{{');
  });
});
