/** XML documents as plain trees that tests take apart and put together again. */
import { escapeAttribute, escapeText, parseXml, type XmlElement } from '@segl/formats/xml';

export interface Node {
  name: string;
  namespace: string;
  attributes: [name: string, value: string][];
  children: (Node | string)[];
}

export function readTree(bytes: Uint8Array): Node {
  using document = parseXml(bytes);
  return read(document.root);
}

export function writeTree(root: Node): Buffer {
  return Buffer.from(write(root, ''));
}

function read(element: XmlElement): Node {
  const children = element.children().map(read);
  return {
    name: element.name,
    namespace: element.namespace,
    attributes: element.attributes.map(({ name, value }) => [name, value]),
    children: children.length > 0 ? children : element.text() === '' ? [] : [element.text()],
  };
}

function write(node: Node | string, outer: string): string {
  if (typeof node === 'string') return escapeText(node);
  const namespace = node.namespace === outer ? '' : ` xmlns="${node.namespace}"`;
  const attributes = node.attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
  const content = node.children.map((child) => write(child, node.namespace)).join('');
  return `<${node.name}${namespace}${attributes}>${content}</${node.name}>`;
}

export function* nodes(node: Node): Generator<Node> {
  yield node;
  for (const child of elements(node)) yield* nodes(child);
}

export function elements(node: Node): Node[] {
  return node.children.filter((child) => typeof child !== 'string');
}

export function copy<T extends Node | string>(node: T): T {
  return structuredClone(node);
}

export function pick<T>(from: readonly T[], index: number): T {
  return from[index % from.length]!;
}
