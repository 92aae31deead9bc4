import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './page-heading.css';

/** The browser announces the page it has just loaded by itself; only the views that follow need to. */
let firstView = true;

/**
 * The view's heading. It names the page in the browser and takes the focus when the view replaces another one, so
 * that a screen reader tells what happened. `eyebrow` is the line above, part of the heading.
 */
export function PageHeading({ eyebrow, children }: { eyebrow?: ReactNode; children: string }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} – ${t('common.service')}`;
  }, [children, t]);
  useEffect(() => {
    if (!firstView) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    firstView = false;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className="segl-heading">
      {eyebrow !== undefined && <span className="segl-heading__eyebrow">{eyebrow} </span>}
      {children}
    </h1>
  );
}
