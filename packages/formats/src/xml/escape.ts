/** XML 1.0 (fifth edition), production 2 Char and section 2.4: escaping of text and attribute values. */
import { xmlError } from './errors.ts';

const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Text between tags. Carriage returns become references, else a parser would turn them into line feeds.
 * @throws FormatError XML_INVALID_CHARACTER for control characters, lone surrogates and the like
 */
export function escapeText(text: string): string {
  requireXmlCharacters(text);
  return text.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * An attribute value, to stand between double quotes. White space other than a space becomes references,
 * else attribute value normalization would change it.
 * @throws FormatError XML_INVALID_CHARACTER
 */
export function escapeAttribute(text: string): string {
  requireXmlCharacters(text);
  return text.replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

function requireXmlCharacters(text: string): void {
  const found = FORBIDDEN.exec(text);
  if (!found) return;
  const codePoint = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw xmlError('XML_INVALID_CHARACTER', `XML cannot hold the character U+${codePoint}; remove it.`);
}
