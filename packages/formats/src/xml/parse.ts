import { isUtf8 } from 'node:buffer';
import { ParseOption, XmlDocument as NativeDocument, XmlLibError } from 'libxml2-wasm';
import { xmlError } from './errors.ts';
import { maskPersonalNumbers } from './personal-numbers.ts';
import { ParsedDocument, type XmlDocument } from './tree.ts';

export interface XmlLimits {
  /** Largest document, in bytes; 4 MiB when absent. */
  readonly maxBytes?: number;
  /** Deepest nesting, the root being 1; 64 when absent. libxml2 itself stops at 256. */
  readonly maxDepth?: number;
  /** Also refuse what makes signatures ambiguous: comments, processing instructions, odd namespace names. */
  readonly forSignature?: boolean;
}

const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;
const DEFAULT_MAX_DEPTH = 64;
const LONGEST_REASON = 300;

const OPTIONS: ParseOption =
  ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NO_SYS_CATALOG;

/** XML declaration: version and encoding (XML 1.0, productions 23 to 26 and 80). */
const DECLARATION =
  /^(?:\uFEFF)?<\?xml\s+version\s*=\s*["']([^"']*)["'](?:\s+encoding\s*=\s*["']([^"']*)["'])?/;

/**
 * Parses XML 1.0 in UTF-8 from an untrusted source: no document type, no entities but the five built in, nothing
 * loaded from anywhere, bounded size, depth and breadth. CDATA counts as text.
 *
 * @throws FormatError XML_TOO_LARGE, XML_TOO_DEEP, XML_TOO_COMPLEX, XML_ENCODING, XML_DOCTYPE, XML_MALFORMED;
 *   with `forSignature` also XML_NOT_PLAIN and XML_UNSAFE_NAMESPACE. `where` is `line N`.
 */
export function parseXml(bytes: Uint8Array, limits: XmlLimits = {}): XmlDocument {
  const maxBytes = limits.maxBytes ?? DEFAULT_MAX_BYTES;
  if (bytes.byteLength > maxBytes) {
    throw xmlError(
      'XML_TOO_LARGE',
      `The XML document has ${bytes.byteLength} bytes; at most ${maxBytes} are allowed.`,
    );
  }
  requireUtf8(bytes);
  refuseDoctype(bytes, limits.forSignature ?? false);
  const native = parseNative(bytes);
  return new ParsedDocument(native, {
    maxDepth: limits.maxDepth ?? DEFAULT_MAX_DEPTH,
    forSignature: limits.forSignature ?? false,
  });
}

function requireUtf8(bytes: Uint8Array): void {
  if (!isUtf8(bytes)) throw xmlError('XML_ENCODING', 'The XML document is not valid UTF-8.');
  const [, version, encoding] = DECLARATION.exec(Buffer.from(bytes.subarray(0, 200)).toString('utf8')) ?? [];
  if (version !== undefined && version !== '1.0') {
    throw xmlError('XML_MALFORMED', 'Only XML version 1.0 is supported.', 1);
  }
  if (encoding !== undefined && !/^(?:utf-8|us-ascii)$/i.test(encoding)) {
    throw xmlError('XML_ENCODING', 'The XML declaration names an encoding other than UTF-8.', 1);
  }
}

/** Before parsing, so that no entity is ever declared. */
function refuseDoctype(bytes: Uint8Array, forSignature: boolean): void {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (raw.includes('<!DOCTYPE')) {
    throw xmlError('XML_DOCTYPE', 'XML with a document type declaration (DOCTYPE) is not accepted.');
  }
  // The tree shows namespace declarations as keys of an object, where this one prefix would be lost.
  if (forSignature && raw.includes('xmlns:__proto__')) {
    throw xmlError('XML_UNSAFE_NAMESPACE', 'Signed XML must not use the prefix __proto__.');
  }
}

function parseNative(bytes: Uint8Array): NativeDocument {
  const native = callParser(bytes);
  if (native.dtd) {
    native.dispose();
    throw xmlError('XML_DOCTYPE', 'XML with a document type declaration (DOCTYPE) is not accepted.');
  }
  return native;
}

function callParser(bytes: Uint8Array): NativeDocument {
  try {
    // The name of the encoding is given so that libxml2 does not guess another from the first bytes.
    return NativeDocument.fromBuffer(bytes, { option: OPTIONS, encoding: 'UTF-8' });
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const detail = error.details[0];
    const reason = maskPersonalNumbers(detail?.message.trim() ?? 'no root element').slice(0, LONGEST_REASON);
    throw xmlError('XML_MALFORMED', `The XML document is not well-formed: ${reason}`, detail?.line);
  }
}
