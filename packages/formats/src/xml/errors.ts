import { FormatError } from '../errors/index.ts';

/** Why an XML document, schema or canonical form was refused. */
export type XmlErrorCode =
  /** Not well-formed XML 1.0 with namespaces. */
  | 'XML_MALFORMED'
  /** Larger than the caller's limit. */
  | 'XML_TOO_LARGE'
  /** Elements nested deeper than the caller's limit. */
  | 'XML_TOO_DEEP'
  /** More attributes, namespaces or children in one element than any message needs. */
  | 'XML_TOO_COMPLEX'
  /** Holds a document type declaration. */
  | 'XML_DOCTYPE'
  /** Not UTF-8. */
  | 'XML_ENCODING'
  /** Comment or processing instruction in a signed document. */
  | 'XML_NOT_PLAIN'
  /** A namespace name that cannot be canonicalized safely. */
  | 'XML_UNSAFE_NAMESPACE'
  /** Not a usable XML Schema. */
  | 'XML_SCHEMA_INVALID'
  /** The canonicalization algorithm is not one of those supported. */
  | 'XML_CANONICALIZATION_UNSUPPORTED'
  /** Canonicalization failed. */
  | 'XML_CANONICALIZATION_FAILED'
  /** A character that XML 1.0 cannot express. */
  | 'XML_INVALID_CHARACTER'
  /** The document was already disposed. */
  | 'XML_DISPOSED';

export function xmlError(code: XmlErrorCode, message: string, line?: number): FormatError<XmlErrorCode> {
  return new FormatError(code, message, line === undefined ? {} : { where: `line ${line}` });
}
