/** Breaks documents in ways a careless or hostile sender would; some stay valid, which is as telling. */
import fc from 'fast-check';
import { NAMESPACE } from '../src/v1/index.ts';
import { VALUES } from './boundaries.ts';
import { copy, elements, nodes, pick, readTree, writeTree, type Node } from './tree.ts';

/** Every number is read modulo what there is to choose from. */
export interface Mutation {
  readonly kind: number;
  readonly place: number;
  readonly other: number;
  readonly value: number;
}

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({ kind: fc.nat(999), place: fc.nat(9999), other: fc.nat(9999), value: fc.nat(9999) }),
  { minLength: 1, maxLength: 3 },
);

const NAMES = [
  'document',
  'documents',
  'title',
  'nonsensitive-title',
  'description',
  'signer',
  'signers',
  'sender',
  'email',
  'sms',
  'notifications',
  'notifications-using-lookup',
  'identified-by-contact-information',
  'personal-identification-number',
  'signer-identifier',
  'identifier',
  'signature-type',
  'on-behalf-of',
  'reference',
  'exit-urls',
  'completion-url',
  'polling-queue',
  'status-retrieval-method',
  'required-authentication',
  'identifier-in-signed-documents',
  'availability',
  'redirect-url',
  'status-url',
  'status',
  'xades-url',
  'pades-url',
  'confirmation-url',
  'cancellation-url',
  'delete-documents-url',
  'error',
  'error-code',
  'direct-signer-response',
  'organization-number',
  'unknown',
];
const ATTRIBUTES = ['href', 'mime', 'order', 'signer', 'since', 'address', 'number', 'unknown'];

export function mutate(bytes: Uint8Array, steps: readonly Mutation[]): Buffer {
  const root = readTree(bytes);
  for (const step of steps) applyStep(root, step);
  return writeTree(root);
}

function applyStep(root: Node, { kind, place, other, value }: Mutation): void {
  const all = [...nodes(root)];
  const node = pick(all, place);
  const second = pick(all, other);
  const text = pick(VALUES, value);
  const steps: (() => void)[] = [
    () => (node.children = [text]),
    () => (node.children = [...node.children, text]),
    () => setAttribute(node, pick(ATTRIBUTES, other), text),
    () => setAttribute(node, node.attributes[0]?.[0] ?? 'href', text),
    () => (node.attributes = node.attributes.slice(1)),
    () => remove(root, node),
    () => (node.children = []),
    () => node.children.push(...node.children),
    () => node.children.reverse(),
    () => node.children.push(copy(pick(elements(node).length > 0 ? elements(node) : [second], other))),
    () => node.children.splice(other % (node.children.length + 1), 0, copy(second)),
    () => (node.name = pick(NAMES, other)),
    () => (node.namespace = ['', 'urn:other', NAMESPACE][other % 3] ?? ''),
    () =>
      node.children.unshift({
        name: pick(NAMES, other),
        namespace: NAMESPACE,
        attributes: [],
        children: [text],
      }),
    () => repeat(node, value, other % 21),
    () => ([node.children, second.children] = [second.children.map(copy), node.children.map(copy)]),
  ];
  pick(steps, kind)();
}

function remove(root: Node, node: Node): void {
  for (const parent of nodes(root)) parent.children = parent.children.filter((child) => child !== node);
}

/** Puts `times` copies of one of the child elements before it. */
function repeat(node: Node, which: number, times: number): void {
  const children = elements(node);
  if (children.length === 0) return;
  const child = pick(children, which);
  node.children.splice(node.children.indexOf(child), 0, ...Array.from({ length: times }, () => copy(child)));
}

function setAttribute(node: Node, name: string, value: string): void {
  node.attributes = [...node.attributes.filter(([known]) => known !== name), [name, value]];
}
