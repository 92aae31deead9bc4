/** A marked run of text on the page. */
interface Run {
  type: string;
  id: string;
}

/** An element of the document's structure, as pdf.js gives it (its declarations leave `alt` out). */
interface StructureElement {
  role: string;
  alt?: string;
  children: (StructureElement | Run)[];
}

const isRun = (node: StructureElement | Run): node is Run => 'type' in node;

/** The marked runs of text below a node, in order. */
function runIds(node: StructureElement | Run): string[] {
  return isRun(node) ? [node.id] : node.children.flatMap(runIds);
}

/**
 * Gives the text of a tagged PDF the headings and the words for pictures that its author gave it, for those who
 * listen. The document's own title is a heading of level 2, so its headings start at 3.
 */
export function tagText(layer: HTMLElement, tree: StructureElement | null): void {
  const runs = new Map(
    [...layer.querySelectorAll<HTMLElement>('.markedContent[id]')].map((run) => [run.id, run]),
  );
  // Two documents on the page may use the same ids.
  for (const run of runs.values()) run.removeAttribute('id');
  const visit = (node: StructureElement | Run): void => {
    if (isRun(node)) return;
    const level = /^H([1-6])?$/.exec(node.role);
    const first = runs.get(runIds(node)[0] ?? '');
    if (level !== null && first !== undefined) {
      first.setAttribute('role', 'heading');
      first.setAttribute('aria-level', String(Math.min(Number(level[1] ?? 1) + 2, 6)));
    } else if (node.role === 'Figure' && node.alt !== undefined && node.alt.trim() !== '') {
      const picture = document.createElement('span');
      picture.setAttribute('role', 'img');
      picture.setAttribute('aria-label', node.alt);
      if (first === undefined) layer.append(picture);
      else first.before(picture);
    }
    node.children.forEach(visit);
  };
  if (tree !== null) visit(tree);
}
