import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist';
import { tagText } from './tag-text.ts';

/** Browsers on phones refuse larger canvases. */
const mostPixels = 16_000_000;

interface PageParts {
  canvas: HTMLCanvasElement;
  text: HTMLElement;
}

interface PageDrawing {
  /** Height divided by width, once the page is known. */
  ratio: Promise<number>;
  /** Whether the page has text, when all is drawn. Rejected when the page cannot be drawn or drawing was stopped. */
  done: Promise<{ hasText: boolean }>;
  stop: () => void;
}

/** Draws a page `width` CSS pixels wide on the canvas, and lays its text, selectable and readable aloud, over it. */
export function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  width: number,
  parts: PageParts,
): PageDrawing {
  let stopped = false;
  let task: RenderTask | undefined;
  let layer: { cancel: () => void } | undefined;

  const page = pdf.getPage(number);
  const ratio = page.then((it) => {
    const { width, height } = it.getViewport({ scale: 1 });
    return height / width;
  });

  const draw = async () => {
    const [{ TextLayer }, opened] = await Promise.all([import('pdfjs-dist'), page]);
    if (stopped) throw new Error('stopped');
    const scale = width / opened.getViewport({ scale: 1 }).width;
    const viewport = opened.getViewport({ scale });
    const finest = Math.sqrt(mostPixels / (viewport.width * viewport.height));
    const density = Math.min(Math.max(window.devicePixelRatio, 1), finest);
    parts.canvas.width = Math.round(viewport.width * density);
    parts.canvas.height = Math.round(viewport.height * density);
    task = opened.render({ canvas: parts.canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
    await task.promise;

    const [content, tree] = await Promise.all([
      opened.getTextContent({ includeMarkedContent: true }),
      opened.getStructTree(),
    ]);
    parts.text.replaceChildren();
    parts.text.style.setProperty('--total-scale-factor', String(scale));
    const text = new TextLayer({ textContentSource: content, container: parts.text, viewport });
    layer = text;
    await text.render();
    tagText(parts.text, tree);
    return { hasText: content.items.some((item) => 'str' in item && item.str.trim() !== '') };
  };

  return {
    ratio,
    done: draw(),
    stop() {
      stopped = true;
      task?.cancel();
      layer?.cancel();
    },
  };
}
