/**
 * multipart/mixed bodies (RFC 2046, section 5.1) that are already in memory: one pass, bounded, nothing copied.
 * Preambles and epilogues are ignored, as the standard says.
 */
import { ServiceError } from '../errors.ts';
import { parseMediaType, type MediaType } from './media-type.ts';

export interface Part {
  readonly mediaType: MediaType;
  /** A view into the body. */
  readonly content: Uint8Array;
}

const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;
const MAX_HEADER_BYTES = 8 * 1024;
/** Lines that begin like a delimiter and are none; real content has hardly any. */
const MAX_FALSE_DELIMITERS = 100;
const CRLF = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');
const IDENTITY_ENCODINGS = ['binary', '8bit', '7bit'];

/**
 * The parts of a body, in order; at most `maxParts`.
 * @throws ServiceError UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
export function parseMultipartMixed(
  contentType: string | undefined,
  body: Uint8Array,
  maxParts: number,
): Part[] {
  const boundary = boundaryOf(contentType);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiters = new DelimiterSearch(bytes, boundary);
  const parts: Part[] = [];
  let opened = delimiters.next(0);
  while (!opened.closes) {
    if (parts.length === maxParts) {
      throw malformed(`has more than the ${maxParts} parts that belong in it`);
    }
    const ended = delimiters.next(opened.end);
    parts.push(parsePart(bytes.subarray(opened.end, ended.start), parts.length + 1));
    opened = ended;
  }
  return parts;
}

function boundaryOf(contentType: string | undefined): string {
  const mediaType = parseMediaType(contentType);
  if (mediaType?.essence !== 'multipart/mixed') {
    throw new ServiceError(
      'UNSUPPORTED_MEDIA_TYPE',
      'The Content-Type must be multipart/mixed with a boundary parameter.',
    );
  }
  const boundary = mediaType.parameters.get('boundary') ?? '';
  if (!BOUNDARY.test(boundary)) {
    throw new ServiceError(
      'UNSUPPORTED_MEDIA_TYPE',
      'The Content-Type multipart/mixed must have a boundary parameter of 1 to 70 characters (RFC 2046, 5.1.1).',
    );
  }
  return boundary;
}

interface Delimiter {
  /** Where the line break before it begins: the end of what it ends. */
  readonly start: number;
  /** After the line. */
  readonly end: number;
  readonly closes: boolean;
}

/** Finds delimiter lines: `--boundary`, perhaps `--`, white space, at the beginning of a line and alone on it. */
class DelimiterSearch {
  readonly #bytes: Buffer;
  readonly #dashBoundary: Buffer;
  #falseDelimiters = 0;

  constructor(bytes: Buffer, boundary: string) {
    this.#bytes = bytes;
    this.#dashBoundary = Buffer.from(`--${boundary}`, 'latin1');
  }

  /** The first delimiter at or after `from`, which is the beginning of a line. */
  next(from: number): Delimiter {
    const bytes = this.#bytes;
    const length = this.#dashBoundary.length;
    for (let at = bytes.indexOf(this.#dashBoundary, from); at >= 0;) {
      const lineStart = at === from || (at >= from + 2 && bytes[at - 1] === 0x0a && bytes[at - 2] === 0x0d);
      const rest = lineStart ? this.#restOfLine(at + length) : undefined;
      if (rest !== undefined) return { start: Math.max(from, at - 2), ...rest };
      this.#falseDelimiters += 1;
      if (this.#falseDelimiters > MAX_FALSE_DELIMITERS) {
        throw malformed('repeats its boundary inside the parts; choose one that the content does not hold');
      }
      at = bytes.indexOf(this.#dashBoundary, at + length);
    }
    throw malformed(
      'lacks a delimiter line: each part begins with --boundary, and --boundary-- ends the last',
    );
  }

  #restOfLine(after: number): { end: number; closes: boolean } | undefined {
    const bytes = this.#bytes;
    const closes = bytes[after] === 0x2d && bytes[after + 1] === 0x2d;
    let at = closes ? after + 2 : after;
    while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1;
    if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return { end: at + 2, closes };
    return closes && at === bytes.length ? { end: at, closes } : undefined;
  }
}

function parsePart(bytes: Buffer, number: number): Part {
  const noHeaders = bytes.subarray(0, 2).equals(CRLF);
  const headersEnd = noHeaders ? 0 : bytes.subarray(0, MAX_HEADER_BYTES).indexOf(HEADERS_END);
  if (headersEnd < 0) {
    throw malformed(
      `has no empty line between headers and content in part ${number} (within ${MAX_HEADER_BYTES} bytes)`,
    );
  }
  const headers = parseHeaders(bytes.toString('latin1', 0, headersEnd), number);
  const mediaType = parseMediaType(headers.get('content-type'));
  if (mediaType === undefined) throw malformed(`has no usable Content-Type in part ${number}`);
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding !== undefined && !IDENTITY_ENCODINGS.includes(encoding)) {
    throw malformed(`has a Content-Transfer-Encoding in part ${number}; send the bytes as they are`);
  }
  return { mediaType, content: bytes.subarray(headersEnd + (noHeaders ? 2 : 4)) };
}

function parseHeaders(text: string, number: number): Map<string, string> {
  const headers = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split('\r\n')) {
    if (line === '') continue;
    if (last !== undefined && (line.startsWith(' ') || line.startsWith('\t'))) {
      headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    last = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (last === '' || headers.has(last))
      throw malformed(`has a malformed or repeated header in part ${number}`);
    headers.set(last, line.slice(colon + 1).trim());
  }
  return headers;
}

function malformed(what: string): ServiceError {
  return new ServiceError('MALFORMED_REQUEST', `The multipart body ${what}.`);
}
