import { useEffect, useEffectEvent, useRef } from 'react';
import { useNearViewport } from '../../hooks/use-near-viewport.ts';

/** The end of a document: tells when it comes into sight. */
export function EndMark({ onSeen }: { onSeen: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  const seen = useNearViewport(mark, '0px');
  const tell = useEffectEvent(onSeen);
  useEffect(() => {
    if (seen) tell();
  }, [seen]);
  return <div ref={mark} className="segl-document__end" />;
}
