import { partsOf, type Part, type StructureElement } from './structure.ts';

/**
 * Gives the text of a tagged PDF the headings, lists, tables and words for pictures that its author gave it, for those
 * who listen, and the order it is to be read in. Text outside the structure comes last. Nothing moves on the screen:
 * each run of text is placed by itself.
 */
export function tagText(layer: HTMLElement, tree: StructureElement | null): void {
  const runs = new Map(
    [...layer.querySelectorAll<HTMLElement>('.markedContent[id]')].map((run) => [run.id, run]),
  );
  // Two documents on the page may use the same ids.
  for (const run of runs.values()) run.removeAttribute('id');
  if (tree === null) return;
  const fill = (parent: HTMLElement | DocumentFragment, parts: readonly Part[]): void => {
    for (const part of parts) {
      if ('run' in part) {
        const run = runs.get(part.run);
        if (run !== undefined) parent.append(run);
        continue;
      }
      const element = document.createElement('div');
      element.setAttribute('role', part.role);
      for (const [name, value] of Object.entries(part.attributes)) element.setAttribute(name, value);
      parent.append(element);
      fill(element, part.children);
    }
  };
  const structured = document.createDocumentFragment();
  fill(
    structured,
    partsOf(tree, (run) => runs.has(run)),
  );
  layer.prepend(structured);
}
