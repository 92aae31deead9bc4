import { escapeText } from '../xml/index.ts';

/** Text between tags exactly as Canonical XML writes it: carriage returns in hexadecimal. XML_INVALID_CHARACTER. */
export function canonicalText(text: string): string {
  return escapeText(text).replaceAll('&#13;', '&#xD;');
}
