import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMediaType } from './media-type.ts';
import { parseMultipartMixed } from './multipart.ts';

const TYPE = 'multipart/mixed; boundary=b';
const lines = (...text: string[]): Buffer => Buffer.from(text.join('\r\n'), 'latin1');
const parse = (body: Uint8Array, type = TYPE): [string, string][] =>
  parseMultipartMixed(type, body, 2).map(({ mediaType, content }) => [
    mediaType.essence,
    Buffer.from(content).toString('latin1'),
  ]);
const code = (body: Uint8Array, type = TYPE): unknown => {
  try {
    return parse(body, type);
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

const TWO = lines(
  '--b',
  'Content-Type: application/xml',
  '',
  '<a/>',
  '--b',
  'Content-Type: a/b',
  '',
  'zip',
  '--b--',
  '',
);
const PARSED = [
  ['application/xml', '<a/>'],
  ['a/b', 'zip'],
];

describe('accepted bodies', () => {
  test('as the Java client writes them: no Content-Disposition', () => {
    expect(parse(TWO)).toEqual(PARSED);
  });

  test('as .NET writes them: quoted boundary, attachment', () => {
    const body = lines(
      '--1c-2d',
      'Content-Type: application/xml',
      'Content-Disposition: attachment',
      '',
      '<a/>',
      '--1c-2d',
      'Content-Disposition: attachment',
      'Content-Type: a/b',
      '',
      'zip',
      '--1c-2d--',
      '',
    );
    expect(parse(body, 'multipart/mixed; boundary="1c-2d"')).toEqual(PARSED);
  });

  test('preamble, epilogue, padding after delimiters, folded headers, no line break at the end', () => {
    const body = lines(
      'For readers of old mail programs',
      '--bogus',
      '--b \t',
      'content-type: application/xml;',
      '\tcharset="utf-8; x"',
      '',
      '<a/>',
      '--b',
      'CONTENT-TYPE:a/b',
      'Content-Transfer-Encoding: binary',
      '',
      'zip',
      '--b--',
      '--b',
      'epilogue',
    );
    expect(parse(body)).toEqual(PARSED);
    expect(parse(TWO.subarray(0, TWO.length - 2))).toEqual(PARSED);
  });

  test('content that holds the boundary, line breaks and dashes', () => {
    const content = '\r\n--bb\r\nx--b\r\n-- b\r\n--b-\n--b\n\r\n';
    const body = lines('--b', 'Content-Type: a/b', '', content, '--b--');
    expect(parse(body)).toEqual([['a/b', content]]);
  });

  test('an empty part', () => {
    expect(parse(lines('--b', 'Content-Type: a/b', '', '', '--b--'))).toEqual([['a/b', '']]);
  });

  test('any bytes come out as they went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const head = Buffer.from('--boundary-of-some-length\r\nContent-Type: a/b\r\n\r\n');
        const body = Buffer.concat([head, bytes, Buffer.from('\r\n--boundary-of-some-length--\r\n')]);
        const [part] = parseMultipartMixed('multipart/mixed; boundary=boundary-of-some-length', body, 1);
        expect(Buffer.from(part!.content)).toEqual(Buffer.from(bytes));
      }),
    );
  });
});

describe('refused', () => {
  test.each([
    [undefined],
    ['application/json'],
    ['multipart/form-data; boundary=b'],
    ['multipart/mixed'],
    ['multipart/mixed; boundary='],
    ['multipart/mixed; boundary=""'],
    ['multipart/mixed; boundary="b '],
    ['multipart/mixed; boundary="b "'],
    ['multipart/mixed; boundary=b; boundary=c'],
    [`multipart/mixed; boundary=${'b'.repeat(71)}`],
    [`multipart/mixed; boundary=b${';'.repeat(2000)}`],
  ])('content type %s', (type) => {
    expect(() => parseMultipartMixed(type, TWO, 2)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_MEDIA_TYPE' }) as Error,
    );
  });

  test.each([
    ['nothing', lines('')],
    ['no delimiter', lines('<a/>')],
    ['another boundary', lines('--c', 'Content-Type: a/b', '', 'x', '--c--')],
    ['no end', lines('--b', 'Content-Type: a/b', '', 'x', '')],
    ['half an end', lines('--b', 'Content-Type: a/b', '', 'x', '--b-')],
    ['bare line feeds', Buffer.from('--b\nContent-Type: a/b\n\nx\n--b--\n')],
    ['no Content-Type', lines('--b', '', 'x', '--b--')],
    ['broken Content-Type', lines('--b', 'Content-Type: a/b/c', '', 'x', '--b--')],
    ['two Content-Types', lines('--b', 'Content-Type: a/b', 'content-type: c/d', '', 'x', '--b--')],
    ['a header without name', lines('--b', 'Content-Type: a/b', ': x', '', 'x', '--b--')],
    ['no empty line', lines('--b', 'Content-Type: a/b', '--b--')],
    ['base64', lines('--b', 'Content-Type: a/b', 'Content-Transfer-Encoding: base64', '', 'eA==', '--b--')],
    ['endless headers', lines('--b', 'Content-Type: a/b', `X: ${'x'.repeat(9000)}`, '', 'x', '--b--')],
    [
      'three parts',
      lines(
        '--b',
        'Content-Type: a/b',
        '',
        '',
        '--b',
        'Content-Type: a/b',
        '',
        '',
        '--b',
        'Content-Type: a/b',
        '',
        '',
        '--b--',
      ),
    ],
  ])('%s', (_, body) => {
    expect(code(body)).toBe('MALFORMED_REQUEST');
  });

  test('a body of nothing but half delimiters ends soon', () => {
    expect(code(Buffer.from('\r\n--bx'.repeat(2_000_000)))).toBe('MALFORMED_REQUEST');
  });

  test('no body at all makes it fail in another way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('--b', '--b--', '\r\n', 'Content-Type: a/b', '', 'x', ':', '-')),
        (pieces) => {
          const outcome = code(Buffer.from(pieces.join('')));
          expect(Array.isArray(outcome) || outcome === 'MALFORMED_REQUEST').toBe(true);
        },
      ),
    );
  });
});

test.each([
  ['text/plain', 'text/plain', []],
  [
    'Text/Plain ; Charset="a\\"b;c" ; x=y;',
    'text/plain',
    [
      ['charset', 'a"b;c'],
      ['x', 'y'],
    ],
  ],
])('media type %s', (header, essence, parameters) => {
  expect(parseMediaType(header)).toEqual({ essence, parameters: new Map(parameters as [string, string][]) });
});
