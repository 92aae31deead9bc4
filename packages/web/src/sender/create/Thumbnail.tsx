import { useEffect, useRef } from 'react';
import { openPdf } from '../../reader/open-pdf.ts';

/** The first page of a PDF, small. Nothing for those who listen: the document's name stands beside it. */
export function Thumbnail({ href, width = 72 }: { href: string; width?: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    const opening = openPdf(href);
    const draw = async () => {
      const page = await (await opening).getPage(1);
      const full = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: (width * window.devicePixelRatio) / full.width });
      const target = canvas.current;
      if (gone || target === null) return;
      target.width = Math.round(viewport.width);
      target.height = Math.round(viewport.height);
      await page.render({ canvas: target, viewport }).promise;
    };
    draw().catch(() => undefined);
    return () => {
      gone = true;
      void opening.then((pdf) => pdf.loadingTask.destroy()).catch(() => undefined);
    };
  }, [href, width]);
  return <canvas ref={canvas} className="segl-thumbnail" width={width} aria-hidden="true" />;
}
