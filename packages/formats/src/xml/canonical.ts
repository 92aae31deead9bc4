/** Canonical XML 1.0, 1.1 and Exclusive XML Canonicalization 1.0, each without comments. */
import { XmlC14NMode } from 'libxml2-wasm';
import { xmlError } from './errors.ts';
import { nativeElement, type XmlElement } from './tree.ts';

/** https://www.w3.org/TR/2001/REC-xml-c14n-20010315 */
export const C14N_1_0 = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
/** https://www.w3.org/TR/2008/REC-xml-c14n11-20080502/ */
export const C14N_1_1 = 'http://www.w3.org/2006/12/xml-c14n11';
/** https://www.w3.org/TR/2002/REC-xml-exc-c14n-20020718/ */
export const C14N_EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export type CanonicalizationAlgorithm = typeof C14N_1_0 | typeof C14N_1_1 | typeof C14N_EXCLUSIVE;

const MODES = new Map<string, (typeof XmlC14NMode)[keyof typeof XmlC14NMode]>([
  [C14N_1_0, XmlC14NMode.XML_C14N_1_0],
  [C14N_1_1, XmlC14NMode.XML_C14N_1_1],
  [C14N_EXCLUSIVE, XmlC14NMode.XML_C14N_EXCLUSIVE_1_0],
]);

export function isCanonicalizationAlgorithm(uri: string): uri is CanonicalizationAlgorithm {
  return MODES.has(uri);
}

/**
 * The canonical bytes (UTF-8) of an element with everything in it.
 * The document must have been parsed with `forSignature`: libxml2 does not escape namespace names.
 *
 * @throws FormatError XML_CANONICALIZATION_UNSUPPORTED, XML_CANONICALIZATION_FAILED (a relative namespace
 *   name, for instance), XML_DISPOSED
 */
export function canonicalize(element: XmlElement, algorithm: CanonicalizationAlgorithm): Uint8Array {
  const mode = MODES.get(algorithm);
  if (mode === undefined) {
    throw xmlError(
      'XML_CANONICALIZATION_UNSUPPORTED',
      'The canonicalization algorithm is not supported.',
      element.line,
    );
  }
  const native = nativeElement(element);
  const chunks: Uint8Array[] = [];
  try {
    // A node set is matched by pointers inside the library; canonicalize() of a node wraps every node it visits.
    native.doc.canonicalize(collector(chunks), { mode, withComments: false, nodeSet: new Set([native]) });
  } catch (error) {
    throw xmlError('XML_CANONICALIZATION_FAILED', `Canonicalization failed: ${String(error)}`, element.line);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function collector(chunks: Uint8Array[]): { write(bytes: Uint8Array): number; close(): boolean } {
  return {
    write: (bytes) => {
      // libxml2 reuses its memory, so the bytes are copied.
      chunks.push(bytes.slice());
      return bytes.byteLength;
    },
    close: () => true,
  };
}
