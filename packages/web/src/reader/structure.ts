/** The structure a tagged PDF gives its text (ISO 32000-1, 14.8.4), as roles for those who listen (WAI-ARIA 1.2). */

/** A marked run of text on the page. */
interface Run {
  type: string;
  id: string;
}

/** An element of the document's structure, as pdf.js gives it (its declarations leave `alt` out). */
export interface StructureElement {
  role: string;
  alt?: string;
  colSpan?: number | undefined;
  rowSpan?: number | undefined;
  scope?: 'Row' | 'Column' | 'Both' | undefined;
  summary?: string | undefined;
  children: (StructureElement | Run)[];
}

/** What is read aloud: a run of text by its id, or a part with a role. */
export type Part = { run: string } | Element;
interface Element {
  role: Role;
  attributes: Record<string, string>;
  children: Part[];
}

type Role = keyof typeof belongsIn | 'heading' | 'img' | 'list' | 'table';

const simpleRoles: Readonly<Record<string, Role>> = {
  L: 'list',
  TOC: 'list',
  LI: 'listitem',
  TOCI: 'listitem',
  Table: 'table',
  Caption: 'caption',
  THead: 'rowgroup',
  TBody: 'rowgroup',
  TFoot: 'rowgroup',
  TR: 'row',
  TD: 'cell',
};

/** Roles that mean nothing elsewhere. */
const belongsIn = {
  listitem: ['list'],
  caption: ['table'],
  rowgroup: ['table'],
  row: ['table', 'rowgroup'],
  cell: ['row'],
  columnheader: ['row'],
  rowheader: ['row'],
} as const satisfies Record<string, readonly string[]>;

/** What stands in these without belonging there is put into a part that does. */
const stray: Readonly<Partial<Record<Role, Role>>> = {
  list: 'listitem',
  table: 'row',
  rowgroup: 'row',
  row: 'cell',
};

const isRun = (node: StructureElement | Run): node is Run => 'type' in node;

function belongs(role: Role, parent: Role | undefined): boolean {
  if (!(role in belongsIn)) return !(parent !== undefined && parent in stray);
  const parents: readonly string[] = belongsIn[role as keyof typeof belongsIn];
  return parent !== undefined && parents.includes(parent);
}

/**
 * The parts of a page in the order of its structure. `isHere` says whether a run of text is on the page; what has none
 * here stands on another page. The document's own title is a heading of level 2, so its headings start at 3.
 */
export function partsOf(tree: StructureElement, isHere: (run: string) => boolean): Part[] {
  const visit = (node: StructureElement | Run, parent: Role | undefined, row: StructureElement): Part[] => {
    if (isRun(node)) return isHere(node.id) ? [{ run: node.id }] : [];
    const within = (role: Role | undefined): Part[] =>
      node.children.flatMap((child) => visit(child, role, node.role === 'TR' ? node : row));
    const picture = pictureOf(node);
    if (picture !== undefined) return [picture, ...within(parent)];
    const role = roleOf(node, row);
    if (role === undefined || (role in belongsIn && !belongs(role, parent))) return within(parent);
    const children = adopted(role, within(role));
    // A cell may be empty; a row, list or table that is, is on another page.
    if (!isCell(role) && !children.some(hasContent)) return [];
    return [{ role, attributes: attributesOf(node, role), children }];
  };
  return visit(tree, undefined, tree);
}

const isCell = (role: Role): boolean => ['cell', 'columnheader', 'rowheader'].includes(role);

function hasContent(part: Part): boolean {
  return 'run' in part || part.role === 'img' || part.children.some(hasContent);
}

/** The words its author gave a picture or formula; its own text, if any, follows. */
function pictureOf({ role, alt = '', children }: StructureElement): Part | undefined {
  const isPicture = (role === 'Figure' || role === 'Formula') && alt.trim() !== '' && children.length > 0;
  return isPicture ? { role: 'img', attributes: { 'aria-label': alt }, children: [] } : undefined;
}

function roleOf({ role, scope }: StructureElement, row: StructureElement): Role | undefined {
  if (/^H[1-6]?$/.test(role)) return 'heading';
  if (role !== 'TH') return Object.hasOwn(simpleRoles, role) ? simpleRoles[role] : undefined;
  // Without a scope, a heading among ordinary cells is its row's.
  const isOfRow = scope === undefined && row.children.some((cell) => !isRun(cell) && cell.role === 'TD');
  return scope === 'Row' || isOfRow ? 'rowheader' : 'columnheader';
}

function attributesOf(node: StructureElement, role: Role): Record<string, string> {
  const { colSpan, rowSpan, summary } = node;
  const attributes: Record<string, string> = {};
  if (role === 'heading') attributes['aria-level'] = String(Math.min(Number(node.role.slice(1) || 1) + 2, 6));
  if (summary !== undefined) attributes['aria-label'] = summary;
  if (colSpan !== undefined) attributes['aria-colspan'] = String(colSpan);
  if (rowSpan !== undefined) attributes['aria-rowspan'] = String(rowSpan);
  return attributes;
}

/** The children of a part, those that must not stand in it put into parts that may. */
function adopted(role: Role, children: readonly Part[]): Part[] {
  const home = stray[role];
  if (home === undefined) return [...children];
  const result: Part[] = [];
  let strays: Part[] = [];
  const house = (): void => {
    if (strays.length > 0) result.push({ role: home, attributes: {}, children: adopted(home, strays) });
    strays = [];
  };
  for (const child of children) {
    if ('run' in child || !belongs(child.role, role)) strays.push(child);
    else {
      house();
      result.push(child);
    }
  }
  house();
  return result;
}
