import { overlaysOf } from './annotations.ts';
import { damaged, tooComplex } from './errors.ts';
import { PdfStream, asDict, isArray } from './objects.ts';
import type { Page } from './page-tree.ts';
import type { PdfFile } from './reader.ts';

/** Small files whose many pages share large parts would grow without these (a page's content is written per page). */
const MAX_CONTENT = 64 * 1024 * 1024;
const MAX_OVERLAYS = 50_000;

/** Tries everything the composer will do with the pages. */
export function refuseUndrawable(file: PdfFile, pages: readonly Page[]): void {
  let contentBytes = 0;
  let overlays = 0;
  for (const page of pages) {
    for (const stream of contentStreams(file, page)) {
      file.decode(stream);
      contentBytes += stream.raw.length;
    }
    if (contentBytes > MAX_CONTENT) throw tooComplex('pages with too much content');
    if (asDict(file.resolve(page.resources)) === undefined)
      throw damaged('the resources of a page are missing', `page ${page.number}`);
    overlays += overlaysOf(page, file.resolve).length;
    if (overlays > MAX_OVERLAYS) throw tooComplex('too many notes and fields');
  }
}

/** The content streams of a page in order (ISO 32000-1, 7.8.2). */
export function contentStreams(file: PdfFile, page: Page): PdfStream[] {
  const contents = file.resolve(page.dict.get('Contents'));
  const parts = isArray(contents) ? contents.map((part) => file.resolve(part)) : [contents];
  return parts.flatMap((part) => {
    if (part === null) return [];
    if (!(part instanceof PdfStream))
      throw damaged('the content of a page is missing', `page ${page.number}`);
    return [part];
  });
}
