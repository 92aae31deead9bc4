/** The schema of the API's messages, compiled once, and reading of messages against it. */
import { readFileSync } from 'node:fs';
import { FormatError } from '@segl/formats/errors';
import {
  compileSchema,
  maskPersonalNumbers,
  parseXml,
  validateXml,
  type XmlElement,
  type XmlProblem,
  type XmlSchema,
} from '@segl/formats/xml';
import { ProtocolError } from './errors.ts';
import { explainProblem } from './explain.ts';

export const NAMESPACE = 'http://signering.posten.no/schema/v1';

/** No valid message comes near this. */
const MAX_MESSAGE_BYTES = 256 * 1024;
const MAX_DEPTH = 12;
const FILES = ['messages.xsd', 'direct.xsd', 'portal.xsd', 'types.xsd'];

/** The schema's files, name to text. */
export function schemaFiles(): Record<string, string> {
  return Object.fromEntries(
    FILES.map((name) => [name, readFileSync(new URL(`./schema/${name}`, import.meta.url), 'utf8')]),
  );
}

let compiled: XmlSchema | undefined;

/** The compiled schema; the first call reads and compiles it. */
export function messageSchema(): XmlSchema {
  compiled ??= compileSchema(schemaFiles(), 'messages.xsd');
  return compiled;
}

/**
 * Parses and validates one message and returns its root element, which must have one of the names given.
 * @throws ProtocolError
 */
export function readMessage(bytes: Uint8Array, ...names: readonly string[]): XmlElement {
  try {
    using document = parseXml(bytes, { maxBytes: MAX_MESSAGE_BYTES, maxDepth: MAX_DEPTH });
    requireRoot(document.root, names);
    const problems = validateXml(document, messageSchema());
    if (problems.length > 0) throw notValid(problems);
    return document.root;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const place = error.where === undefined ? '' : ` (${error.where})`;
    throw new ProtocolError('XML_INVALID', `${error.message}${place}`, { cause: error });
  }
}

function requireRoot(root: XmlElement, names: readonly string[]): void {
  if (root.namespace === NAMESPACE && names.includes(root.name)) return;
  const expected = names.map((name) => `<${name}>`).join(' or ');
  const found = maskPersonalNumbers(root.name.slice(0, 80));
  const message =
    root.namespace === NAMESPACE
      ? `The message is <${found}>; expected ${expected}.`
      : `The root element <${found}> is not in the namespace ${NAMESPACE}; expected ${expected} of that namespace.`;
  throw new ProtocolError('UNEXPECTED_MESSAGE', message, { line: root.line });
}

/** Validators report a broken limit first and the consequence for its type after; the first says it all. */
function notValid(problems: readonly XmlProblem[]): ProtocolError {
  const [first] = problems;
  const line = first?.line ?? 1;
  const explanation = first === undefined ? 'The message breaks the schema' : explainProblem(first);
  return new ProtocolError('NOT_SCHEMA_VALID', `Line ${line}: ${withStop(explanation)}`, { line });
}

function withStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
