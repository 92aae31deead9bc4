/**
 * The element tree. It is read out of libxml2 once, while the limits are checked, and is plain data
 * afterwards; only canonicalization and schema validation go back to libxml2's own nodes.
 */
import {
  XmlCData,
  XmlElement as NativeElement,
  XmlText,
  type XmlDocument as NativeDocument,
} from 'libxml2-wasm';
import { xmlError } from './errors.ts';

export interface XmlAttribute {
  /** Local name. */
  readonly name: string;
  /** Namespace name; empty for none. */
  readonly namespace: string;
  readonly value: string;
}

export interface XmlElement {
  /** Local name. */
  readonly name: string;
  /** Namespace name; empty for none. */
  readonly namespace: string;
  /** Line of the start tag, from 1; 65535 also stands for every later line. */
  readonly line: number;
  /** Every attribute, without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  /** The attribute's value; `namespace` absent: an attribute without namespace. */
  attribute(name: string, namespace?: string): string | undefined;
  /** Child elements in document order. */
  children(): readonly XmlElement[];
  /** First child element of that name; `namespace` absent: the namespace of this element. */
  child(name: string, namespace?: string): XmlElement | undefined;
  /** The text (and CDATA) directly in this element, put together; not that of its child elements. */
  text(): string;
}

/** A parsed document. Dispose it (`using`) when no longer validated or canonicalized; the tree stays readable. */
export interface XmlDocument {
  readonly root: XmlElement;
  [Symbol.dispose](): void;
}

/** No message or signature comes near these; they keep libxml2's quadratic steps (sorting attributes, node paths) short. */
const MAX_ATTRIBUTES = 64;
const MAX_CHILD_NODES = 2500;
const MAX_ELEMENTS = 20_000;

/** C14N as libxml2 writes it does not escape namespace names, so those that need escaping are refused. */
const PLAIN_NAMESPACE = /^[^&<>"\s]*$/;

interface TreeRules {
  readonly maxDepth: number;
  readonly forSignature: boolean;
}

class ElementNode implements XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly line: number;
  readonly attributes: XmlAttribute[];
  readonly owner: ParsedDocument;
  readonly native: NativeElement;
  readonly elements: ElementNode[] = [];
  content = '';

  constructor(owner: ParsedDocument, native: NativeElement, attributes: XmlAttribute[]) {
    this.owner = owner;
    this.native = native;
    this.name = native.name;
    this.namespace = native.namespaceUri;
    // libxml2 keeps the line in the lower half of this word.
    this.line = native.line & 0xffff;
    this.attributes = attributes;
  }

  attribute(name: string, namespace = ''): string | undefined {
    return this.attributes.find((found) => found.name === name && found.namespace === namespace)?.value;
  }

  children(): readonly XmlElement[] {
    return this.elements;
  }

  child(name: string, namespace = this.namespace): XmlElement | undefined {
    return this.elements.find((found) => found.name === name && found.namespace === namespace);
  }

  text(): string {
    return this.content;
  }
}

/** A document together with libxml2's own. */
export class ParsedDocument implements XmlDocument {
  readonly root: XmlElement;
  readonly #native: NativeDocument;
  #disposed = false;

  /** Takes over `native`, also when it throws. */
  constructor(native: NativeDocument, rules: TreeRules) {
    this.#native = native;
    try {
      this.root = this.#read(rules);
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /** @throws FormatError XML_DISPOSED */
  native(): NativeDocument {
    if (this.#disposed) throw xmlError('XML_DISPOSED', 'The XML document was already disposed.');
    return this.#native;
  }

  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#native.dispose();
  }

  #read(rules: TreeRules): XmlElement {
    const nativeRoot = this.#native.root;
    if (rules.forSignature && (nativeRoot.prev ?? nativeRoot.next)) throw notPlain(nativeRoot.line & 0xffff);
    const root = readElement(this, nativeRoot, rules);
    const open: { element: ElementNode; depth: number }[] = [{ element: root, depth: 1 }];
    let count = 0;
    for (let item = open.pop(); item; item = open.pop()) {
      const { element, depth } = item;
      count += 1;
      if (count > MAX_ELEMENTS)
        throw xmlError('XML_TOO_COMPLEX', `There are more than ${MAX_ELEMENTS} elements.`);
      if (depth > rules.maxDepth) {
        throw xmlError('XML_TOO_DEEP', `Elements are nested deeper than ${rules.maxDepth}.`, element.line);
      }
      readContent(element, rules);
      for (const child of element.elements) open.push({ element: child, depth: depth + 1 });
    }
    return root;
  }
}

/** libxml2's node behind an element of a document that is not disposed. */
export function nativeElement(element: XmlElement): NativeElement {
  if (!(element instanceof ElementNode)) throw new TypeError('not an element of a parsed document');
  element.owner.native();
  return element.native;
}

function readElement(owner: ParsedDocument, native: NativeElement, rules: TreeRules): ElementNode {
  const attributes = native.attrs.map(({ name, namespaceUri, value }) => ({
    name,
    namespace: namespaceUri,
    value,
  }));
  const namespaces = Object.values(native.nsDeclarations);
  const element = new ElementNode(owner, native, attributes);
  if (attributes.length > MAX_ATTRIBUTES || namespaces.length > MAX_ATTRIBUTES) {
    throw xmlError('XML_TOO_COMPLEX', `An element has more than ${MAX_ATTRIBUTES} attributes.`, element.line);
  }
  if (rules.forSignature && !namespaces.every((namespace) => PLAIN_NAMESPACE.test(namespace))) {
    throw xmlError(
      'XML_UNSAFE_NAMESPACE',
      'A namespace name in signed XML must be a plain URI.',
      element.line,
    );
  }
  return element;
}

function readContent(element: ElementNode, rules: TreeRules): void {
  let count = 0;
  for (let node = element.native.firstChild; node; node = node.next) {
    count += 1;
    if (count > MAX_CHILD_NODES) {
      throw xmlError(
        'XML_TOO_COMPLEX',
        `An element has more than ${MAX_CHILD_NODES} children.`,
        element.line,
      );
    }
    if (node instanceof NativeElement) element.elements.push(readElement(element.owner, node, rules));
    else if (node instanceof XmlText || node instanceof XmlCData) element.content += node.content;
    else if (rules.forSignature) throw notPlain(node.line & 0xffff);
  }
}

function notPlain(line: number): Error {
  return xmlError('XML_NOT_PLAIN', 'Signed XML must not hold comments or processing instructions.', line);
}
