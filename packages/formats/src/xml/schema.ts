import {
  XmlBufferInputProvider,
  XmlDocument as NativeDocument,
  XmlError,
  XmlLibError,
  XmlValidateError,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { xmlError } from './errors.ts';
import { maskPersonalNumbers } from './personal-numbers.ts';
import { ParsedDocument, type XmlDocument } from './tree.ts';

/** A compiled XML Schema; compile once and keep it for the life of the process. */
export interface XmlSchema {
  readonly main: string;
}

/** One violation of a schema. */
export interface XmlProblem {
  /** From 1. */
  readonly line: number;
  /** libxml2's words, personal identification numbers masked. */
  readonly message: string;
}

const MAX_PROBLEMS = 50;
const LONGEST_MESSAGE = 500;

/** Schema files under names that no file system has; removed again after compilation. */
const sources = new XmlBufferInputProvider({});
let registered = false;
let compilations = 0;

class CompiledSchema implements XmlSchema {
  readonly main: string;
  readonly validator: XsdValidator;
  /** The validator points into this document, so it must live as long. */
  readonly source: NativeDocument;

  constructor(main: string, source: NativeDocument, validator: XsdValidator) {
    this.main = main;
    this.source = source;
    this.validator = validator;
  }
}

/**
 * Compiles a schema. Includes and imports are looked up in `files` only (file name → text of the schema,
 * names relative to each other as in a folder); nothing is read from disk or network.
 *
 * @throws FormatError XML_SCHEMA_INVALID
 */
export function compileSchema(files: Readonly<Record<string, string>>, main: string): XmlSchema {
  if (!registered) registered = xmlRegisterInputProvider(sources);
  compilations += 1;
  const base = `schema://${compilations}/`;
  const names = Object.keys(files);
  try {
    for (const name of names) sources.addBuffer(base + name, Buffer.from(files[name] ?? '', 'utf8'));
    const source = NativeDocument.fromString(files[main] ?? '', { url: base + main });
    return new CompiledSchema(main, source, XsdValidator.fromDoc(source));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const detail = error instanceof XmlLibError ? error.details[0] : undefined;
    throw xmlError(
      'XML_SCHEMA_INVALID',
      `${detail?.file ?? main}: ${(detail?.message ?? error.message).trim()}`,
      detail?.line,
    );
  } finally {
    for (const name of names) sources.removeBuffer(base + name);
  }
}

/**
 * Validates against a compiled schema.
 * @returns the violations in document order, at most 50; empty when the document is valid
 */
export function validateXml(document: XmlDocument, schema: XmlSchema): XmlProblem[] {
  if (!(document instanceof ParsedDocument) || !(schema instanceof CompiledSchema)) {
    throw new TypeError('not a parsed document and a compiled schema');
  }
  try {
    schema.validator.validate(document.native());
    return [];
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    return error.details.slice(0, MAX_PROBLEMS).map(({ line, message }) => ({
      line,
      message: maskPersonalNumbers(message.trim()).slice(0, LONGEST_MESSAGE),
    }));
  }
}
