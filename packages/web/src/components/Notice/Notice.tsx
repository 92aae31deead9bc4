import { Alert } from '@digdir/designsystemet-react';
import { useEffect, useRef, type ReactNode } from 'react';
import './notice.css';

/** What has happened since the reader was here last. Takes the focus when it appears, so that it is read first. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <Alert ref={box} tabIndex={-1} data-color="warning" className="segl-notice">
      <h2 className="segl-notice__title">{title}</h2>
      {children}
    </Alert>
  );
}
