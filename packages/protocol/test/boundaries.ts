/** Every element and attribute of a document with every telling value, and each element so many times. */
import { copy, elements, nodes, readTree, writeTree, type Node } from './tree.ts';

/** On both sides of every limit, and of every form that a value may have. */
export const VALUES: readonly string[] = [
  '',
  ' ',
  'x',
  '3',
  '4',
  '5',
  ' 3',
  '-1',
  '+0007',
  '10',
  '9223372036854775807',
  '9223372036854775808',
  '1.0',
  '12345678910',
  ' 12345678910',
  '1234567891',
  '١٢٣٤٥٦٧٨٩١٠',
  '123456789',
  '١٢٣٤٥٦٧٨٩',
  '1234567890',
  '9',
  '0',
  '2147483648',
  '12345678',
  '2026-11-24T12:00:00',
  '2026-11-24T12:00:00Z',
  '2026-11-24T24:00:00+14:00',
  '2026-11-24T12:00:00.123456789+15:00',
  '2026-02-30T12:00:00Z',
  '20260-01-01T00:00:00Z',
  '-0001-01-01T00:00:00Z',
  'SELF',
  'self',
  'OTHER',
  'POLLING',
  ' POLLING ',
  'WAITING',
  'FAILED',
  'IN_PROGRESS',
  'NAME',
  'DATE_OF_BIRTH_AND_NAME',
  'ADVANCED_ELECTRONIC_SIGNATURE',
  ...[3, 4, 50, 51, 80, 81, 100, 101, 220, 221, 500, 501].flatMap((length) => [
    'x'.repeat(length),
    '𝄞'.repeat(length),
  ]),
];

const COUNTS = [0, 2, 10, 11, 20, 21];

/** Documents that differ from the one given in one place; of elements with the same path only the first. */
export function* variants(bytes: Uint8Array): Generator<Buffer> {
  const root = readTree(bytes);
  const all = [...nodes(root)];
  for (const [index, { attributes, children }] of all.entries()) {
    if (isRepeated(root, all, index)) continue;
    if (!children.some((child) => typeof child !== 'string')) {
      for (const value of VALUES) yield changed(root, index, (node) => (node.children = [value]));
    }
    for (const [at] of attributes.entries()) {
      for (const value of VALUES) yield changed(root, index, (node) => (node.attributes[at]![1] = value));
      yield changed(root, index, (node) => node.attributes.splice(at, 1));
    }
    for (const count of index === 0 ? [] : COUNTS) {
      yield changed(root, index, (node, parent) => {
        const copies = Array.from({ length: count }, () => copy(node));
        const others = parent.children.filter(
          (child) => typeof child === 'string' || child.name !== node.name,
        );
        others.splice(parent.children.indexOf(node), 0, ...copies);
        parent.children = others;
      });
    }
  }
}

function changed(root: Node, index: number, change: (node: Node, parent: Node) => unknown): Buffer {
  const tree = copy(root);
  const all = [...nodes(tree)];
  const node = all[index]!;
  change(node, all.find((parent) => parent.children.includes(node)) ?? tree);
  return writeTree(tree);
}

function isRepeated(root: Node, all: readonly Node[], index: number): boolean {
  const path = pathOf(root, all[index]!);
  return all.slice(0, index).some((earlier) => pathOf(root, earlier) === path);
}

function pathOf(from: Node, node: Node): string | undefined {
  if (from === node) return node.name;
  for (const child of elements(from)) {
    const rest = pathOf(child, node);
    if (rest !== undefined) return `${from.name}/${rest}`;
  }
  return undefined;
}
