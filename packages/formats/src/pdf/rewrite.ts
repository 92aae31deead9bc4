import { createCopier } from './copier.ts';
import { contentStreams } from './drawable.ts';
import { asDict, dict, name } from './objects.ts';
import type { Page } from './page-tree.ts';
import type { PdfFile } from './reader.ts';
import { compressed, PdfWriter } from './writer.ts';

/** The pages without annotations, as they were read, in a file that has nothing to repair. */
export function rewritePages(file: PdfFile, pages: readonly Page[]): Uint8Array {
  const writer = new PdfWriter();
  const copier = createCopier(file, writer);
  const tree = writer.reserve();
  const kids = pages.map((page) => {
    const contents = contentStreams(file, page).flatMap((stream) => [file.decode(stream), Buffer.from('\n')]);
    return writer.add(
      dict({
        Type: name('Page'),
        Parent: tree,
        MediaBox: page.box,
        Rotate: page.rotate,
        UserUnit: page.userUnit,
        Resources: copier.copyAsObject(asDict(file.resolve(page.resources)) ?? new Map()),
        Contents: writer.add(compressed({}, Buffer.concat(contents))),
      }),
    );
  });
  writer.write(tree, dict({ Type: name('Pages'), Kids: kids, Count: kids.length }));
  copier.flush();
  const catalog = writer.add(dict({ Type: name('Catalog'), Pages: tree }));
  return writer.finish(catalog, writer.add(dict({})));
}
