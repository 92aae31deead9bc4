import { dict, name, textString } from './objects.ts';
import type { PdfRef, PdfValue } from './objects.ts';
import type { PdfWriter } from './writer.ts';

/** The structure tree of a tagged PDF (ISO 32000-1, 14.7). */
export interface Element {
  readonly ref: PdfRef;
  readonly tag: string;
  readonly parent: Element | undefined;
  readonly kids: PdfValue[];
  readonly attributes: Readonly<Record<string, PdfValue>>;
}

/** One page's entry in the parent tree: which element owns each marked content sequence. */
export interface TaggedPage {
  readonly ref: PdfRef;
  /** The page's StructParents. */
  readonly key: number;
  readonly owners: PdfRef[];
}

export interface Structure {
  readonly root: Element;
  element(parent: Element, tag: string, attributes?: Readonly<Record<string, PdfValue>>): Element;
  page(ref: PdfRef): TaggedPage;
  /** A new marked content identifier on the page, owned by the element. */
  mark(element: Element, page: TaggedPage): number;
  /** Writes the tree; returns the StructTreeRoot. */
  write(): PdfRef;
}

export function createStructure(writer: PdfWriter, title: string): Structure {
  const treeRoot = writer.reserve();
  const elements: Element[] = [];
  const pages: TaggedPage[] = [];
  const make = (
    parent: Element | undefined,
    tag: string,
    attributes: Readonly<Record<string, PdfValue>> = {},
  ): Element => {
    const element: Element = { ref: writer.reserve(), tag, parent, kids: [], attributes };
    parent?.kids.push(element.ref);
    elements.push(element);
    return element;
  };
  const root = make(undefined, 'Document', { T: textString(title) });
  return {
    root,
    element: make,
    page: (ref) => {
      const page: TaggedPage = { ref, key: pages.length, owners: [] };
      pages.push(page);
      return page;
    },
    mark: (element, page) => {
      const mcid = page.owners.length;
      page.owners.push(element.ref);
      element.kids.push(dict({ Type: name('MCR'), Pg: page.ref, MCID: mcid }));
      return mcid;
    },
    write: () => {
      for (const element of elements)
        writer.write(
          element.ref,
          dict({
            Type: name('StructElem'),
            S: name(element.tag),
            P: element.parent?.ref ?? treeRoot,
            K: element.kids,
            ...element.attributes,
          }),
        );
      const numbers = pages.flatMap((page) => [page.key, writer.add(page.owners)]);
      writer.write(
        treeRoot,
        dict({
          Type: name('StructTreeRoot'),
          K: [root.ref],
          ParentTree: writer.add(dict({ Nums: numbers })),
          ParentTreeNextKey: pages.length,
        }),
      );
      return treeRoot;
    },
  };
}
