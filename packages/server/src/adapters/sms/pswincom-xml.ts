/** The XML of the PSWinCom gateway: ISO 8859-1, and a document type in what it sends. */
import { escapeText, parseXml, type XmlElement } from '@segl/formats/xml';
import { isGsm7 } from '../../notifications/gsm7.ts';
import type { SmsMessage } from '../../notifications/ports.ts';

/** Message types of the gateway: text in the GSM alphabet, and UCS-2 as hexadecimal digits. */
const UNICODE = 9;

/** One message, as bytes. @throws FormatError XML_INVALID_CHARACTER */
export function submitRequest(message: SmsMessage, user: string, password: string): Uint8Array {
  const { to, sender, text } = message;
  const plain = isGsm7(text) && isLatin1(text);
  const fields = {
    ID: '1',
    TEXT: plain ? text : Buffer.from(text, 'utf16le').swap16().toString('hex'),
    ...(plain ? {} : { OP: String(UNICODE) }),
    SND: sender,
    RCV: to.slice(1),
  };
  const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>
<SESSION>${element('CLIENT', user)}${element('PW', password)}<MSGLST><MSG>${Object.entries(fields)
    .map(([name, value]) => element(name, value))
    .join('')}</MSG></MSGLST></SESSION>`;
  return Buffer.from(xml, 'latin1');
}

function element(name: string, text: string): string {
  // What ISO 8859-1 has no byte for is named by number.
  const escaped = escapeText(text).replace(
    /[^\u0000-\u00FF]/gu,
    (character) => `&#${character.codePointAt(0) ?? 63};`,
  );
  return `<${name}>${escaped}</${name}>`;
}

function isLatin1(text: string): boolean {
  return !/[^\u0000-\u00FF]/u.test(text);
}

const MAX_BYTES = 64 * 1024;

/** The root of a document from the gateway; undefined when it is not XML. */
export function readGatewayXml(bytes: Uint8Array): XmlElement | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  const raw = Buffer.from(bytes);
  const latin1 = /^[^>]{0,100}encoding\s*=\s*["']iso-8859-1["']/i.test(raw.toString('latin1', 0, 200));
  const text = raw
    .toString(latin1 ? 'latin1' : 'utf8')
    .replace(/^\uFEFF?\s*<\?xml[^>]{0,200}\?>/, '')
    // It names a file that nobody has; with an own subset it would be more than a name, and the parser refuses it.
    .replace(/^\s*<!DOCTYPE\s+\w+\s+SYSTEM\s+"[^"<>]{0,200}"\s*>/, '');
  try {
    using document = parseXml(Buffer.from(text, 'utf8'), { maxBytes: 2 * MAX_BYTES });
    return document.root;
  } catch {
    return undefined;
  }
}
