/** What the browser tells those who listen, from its own accessibility tree. */
import type { Page } from 'playwright-core';

interface AccessibleNode {
  readonly nodeId: string;
  readonly childIds?: readonly string[];
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
}

/** Roles that say something; others are looked through. */
const telling = new Set([
  ...['heading', 'image', 'list', 'listitem', 'table', 'caption'],
  ...['rowgroup', 'row', 'cell', 'columnheader', 'rowheader'],
]);

/** The outline within the group called `name`: one line for each part with its words, indented by depth. */
export async function accessibleOutline(page: Page, name: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { nodes: AccessibleNode[] };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const group = nodes.find((node) => node.role?.value === 'group' && node.name?.value === name);
  if (group === undefined) throw new Error(`There is no group called ${name}`);
  const childrenOf = ({ childIds = [] }: AccessibleNode): AccessibleNode[] =>
    childIds.flatMap((id) => byId.get(id) ?? []);
  const wordsOf = (node: AccessibleNode): string =>
    node.role?.value === 'StaticText'
      ? (node.name?.value ?? '')
      : childrenOf(node).map(wordsOf).filter(Boolean).join(' ');
  const tells = (node: AccessibleNode): boolean =>
    telling.has(node.role?.value ?? '') || childrenOf(node).some(tells);

  const outline = (node: AccessibleNode, indent: string): string[] => {
    const role = node.role?.value ?? '';
    if (!telling.has(role)) {
      if (childrenOf(node).some(tells)) return childrenOf(node).flatMap((child) => outline(child, indent));
      const words = wordsOf(node);
      return words === '' ? [] : [`${indent}${words}`];
    }
    const level = node.properties?.find((property) => property.name === 'level')?.value.value;
    const title = role === 'heading' && typeof level === 'number' ? `${role} ${level}` : role;
    if (childrenOf(node).some(tells))
      return [`${indent}${title}`, ...childrenOf(node).flatMap((child) => outline(child, `${indent}  `))];
    const words = role === 'image' ? (node.name?.value ?? '') : wordsOf(node);
    return [words === '' ? `${indent}${title}` : `${indent}${title}: ${words}`];
  };
  return childrenOf(group).flatMap((child) => outline(child, ''));
}
