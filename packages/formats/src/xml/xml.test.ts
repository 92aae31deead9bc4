import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  C14N_1_0,
  C14N_1_1,
  C14N_EXCLUSIVE,
  canonicalize,
  compileSchema,
  escapeAttribute,
  escapeText,
  parseXml,
  validateXml,
  type XmlLimits,
} from './index.ts';

const REFERENCE = join(import.meta.dirname, '../../../../../shared/reference');
const parse = (text: string, limits?: XmlLimits): ReturnType<typeof parseXml> =>
  parseXml(Buffer.from(text), limits);
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return (error as { code?: string }).code ?? 'no code';
  }
  return undefined;
};

describe('parsing', () => {
  it('reads elements, attributes, namespaces, text and lines', () => {
    using document = parse('<a xmlns="u" xmlns:p="v">\n <b p:x="1" x="2">t<![CDATA[<]]>&amp;<c/>u</b>\n</a>');
    const b = document.root.child('b');
    expect(b).toMatchObject({ name: 'b', namespace: 'u', line: 2 });
    expect([b?.attribute('x'), b?.attribute('x', 'v'), b?.attribute('y')]).toEqual(['2', '1', undefined]);
    expect(b?.text()).toBe('t<&u');
    expect(b?.children().map(({ name }) => name)).toEqual(['c']);
    expect(document.root.child('b', 'other')).toBeUndefined();
  });

  it.each<[string, string, XmlLimits?]>([
    ['XML_DOCTYPE', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['XML_DOCTYPE', '<?xml version="1.0"?>\n<!-- c --><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['XML_MALFORMED', '<a>&e;</a>'],
    ['XML_MALFORMED', '<a><b></a>'],
    ['XML_MALFORMED', '<p:a/>'],
    ['XML_MALFORMED', ''],
    ['XML_MALFORMED', '<?xml version="1.1"?><a/>'],
    ['XML_MALFORMED', '<a x="1" x="2"/>'],
    ['XML_ENCODING', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
    ['XML_TOO_LARGE', '<a>12345</a>', { maxBytes: 10 }],
    ['XML_TOO_DEEP', '<a><b><c/></b></a>', { maxDepth: 2 }],
    ['XML_TOO_COMPLEX', `<a>${'<b/>'.repeat(3000)}</a>`],
    ['XML_TOO_COMPLEX', `<a>${`<b>${'<c/>'.repeat(2400)}</b>`.repeat(10)}</a>`],
    ['XML_TOO_COMPLEX', `<a ${Array.from({ length: 100 }, (_, index) => `x${index}=""`).join(' ')}/>`],
    ['XML_NOT_PLAIN', '<a><!-- c --></a>', { forSignature: true }],
    ['XML_NOT_PLAIN', '<a><?p i?></a>', { forSignature: true }],
    ['XML_NOT_PLAIN', '<!-- c --><a/>', { forSignature: true }],
    ['XML_NOT_PLAIN', '<a/><?p i?>', { forSignature: true }],
    ['XML_UNSAFE_NAMESPACE', '<a xmlns:p="u&amp;v"/>', { forSignature: true }],
    ['XML_UNSAFE_NAMESPACE', '<a xmlns:__proto__="u&amp;v"/>', { forSignature: true }],
  ])('refuses with %s: %s', (code, text, limits) => {
    expect(codeOf(() => parse(text, limits))).toBe(code);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(codeOf(() => parseXml(Buffer.from('<a>ø</a>', 'latin1')))).toBe('XML_ENCODING');
    expect(codeOf(() => parseXml(Buffer.from('\uFEFF<a/>', 'utf16le')))).toBe('XML_ENCODING');
    expect(codeOf(() => parseXml(Buffer.from('<a/>', 'utf16le')))).toBe('XML_MALFORMED');
  });

  it('never repeats a personal identification number', () => {
    expect(() => parse('<a><b12345678910></a>')).toThrow(/^(?!.*12345678910)/);
    expect(() => parse('<a><b12345678910></a>')).toThrow('***********');
  });

  it('refuses to canonicalize after disposal', () => {
    const document = parse('<a/>');
    document[Symbol.dispose]();
    expect(codeOf(() => canonicalize(document.root, C14N_1_0))).toBe('XML_DISPOSED');
    expect(document.root.name).toBe('a');
  });

  it('ends every input in a tree or a named error', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&amp;',
      '&#0;',
      '<?x',
      '?>',
      'x',
      '"',
      ' b=',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const code = codeOf(() => {
          parse(pieces.join(''))[Symbol.dispose]();
        });
        expect(code ?? 'XML_').toMatch(/^XML_/);
      }),
    );
  });
});

describe('canonicalization', () => {
  const source =
    '<r xmlns="urn:u" xmlns:q="urn:w" xmlns:p="urn:v" xml:lang="nb"><p:a  z="1" b=\'"\n\'>å<c/></p:a></r>';
  const canonical = (algorithm: Parameters<typeof canonicalize>[1]): string => {
    using document = parse(source, { forSignature: true });
    const element = document.root.child('a', 'urn:v');
    return Buffer.from(element ? canonicalize(element, algorithm) : []).toString();
  };

  it('keeps the namespaces and xml attributes around the element in the inclusive forms', () => {
    const expected =
      '<p:a xmlns="urn:u" xmlns:p="urn:v" xmlns:q="urn:w" b="&quot; " z="1" xml:lang="nb">å<c></c></p:a>';
    expect(canonical(C14N_1_0)).toBe(expected);
    expect(canonical(C14N_1_1)).toBe(expected);
  });

  it('keeps only what is used in the exclusive form', () => {
    expect(canonical(C14N_EXCLUSIVE)).toBe(
      '<p:a xmlns:p="urn:v" b="&quot; " z="1">å<c xmlns="urn:u"></c></p:a>',
    );
  });

  it('refuses other algorithms', () => {
    using document = parse('<a/>');
    expect(codeOf(() => canonicalize(document.root, 'urn:x' as typeof C14N_1_0))).toBe(
      'XML_CANONICALIZATION_UNSUPPORTED',
    );
  });
});

describe('escaping', () => {
  it('survives a parser whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', '\r', '\r\n', '\t<&>"\'', ']]>'),
        (text, tail) => {
          const value = text + tail;
          const code = codeOf(() => escapeText(value));
          if (code === undefined) {
            using document = parse(`<a b="${escapeAttribute(value)}">${escapeText(value)}</a>`);
            expect(document.root.text()).toBe(value);
            expect(document.root.attribute('b')).toBe(value);
          } else expect(code).toBe('XML_INVALID_CHARACTER');
        },
      ),
    );
  });

  it('refuses what XML cannot hold', () => {
    for (const text of ['\0', '\u000B', '\uD800', '\uFFFE'])
      expect(codeOf(() => escapeText(text))).toBe('XML_INVALID_CHARACTER');
  });
});

describe('schema validation', () => {
  const files = {
    'main.xsd':
      '<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="u" xmlns:u="u" elementFormDefault="qualified">' +
      '<include schemaLocation="types/parts.xsd"/><element name="a"><complexType><sequence>' +
      '<element name="pin" type="u:pin" maxOccurs="9"/></sequence></complexType></element></schema>',
    'types/parts.xsd':
      '<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="u"><simpleType name="pin">' +
      '<restriction base="string"><pattern value="[0-9]{4}"/></restriction></simpleType></schema>',
  };

  it('says what is wrong and where, without personal identification numbers', () => {
    const schema = compileSchema(files, 'main.xsd');
    using good = parse('<a xmlns="u"><pin>1234</pin></a>');
    expect(validateXml(good, schema)).toEqual([]);
    using bad = parse('<a xmlns="u"><pin>1234</pin>\n<pin>12345678910</pin></a>');
    const problems = validateXml(bad, schema);
    expect(problems[0]?.line).toBe(2);
    expect(JSON.stringify(problems)).not.toContain('12345678910');
  });

  it('takes includes only from the files given', () => {
    expect(codeOf(() => compileSchema({ 'main.xsd': files['main.xsd'] }, 'main.xsd'))).toBe(
      'XML_SCHEMA_INVALID',
    );
    // What an earlier compilation was given is gone.
    compileSchema(files, 'main.xsd');
    expect(codeOf(() => compileSchema({ 'main.xsd': files['main.xsd'] }, 'main.xsd'))).toBe(
      'XML_SCHEMA_INVALID',
    );
    expect(codeOf(() => compileSchema({ 'main.xsd': '<a/>' }, 'main.xsd'))).toBe('XML_SCHEMA_INVALID');
  });

  it.skipIf(!existsSync(REFERENCE))(
    'accepts the reference examples (skipped where ../shared/reference is absent)',
    () => {
      const folder = join(REFERENCE, 'xsd');
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.xsd'),
      );
      const xsd = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
      const validate = (main: string, example: string): unknown => {
        using document = parseXml(readFileSync(join(REFERENCE, 'examples', example)));
        return validateXml(document, compileSchema(xsd, main));
      };
      expect(validate('direct-and-portal.xsd', 'direct/manifest.xml')).toEqual([]);
      expect(validate('direct-and-portal.xsd', 'portal/request.xml')).toEqual([]);
      expect(validate('thirdparty/ts_102918v010201.xsd', 'xades/signatures.xml')).toEqual([]);
    },
  );
});
