import { useEffect, useState, type RefObject } from 'react';

/** Full screen for one element, where the browser has it (phones may not, and enlarge with two fingers instead). */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const follow = () =>
      setOn(document.fullscreenElement !== null && document.fullscreenElement === element.current);
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, [element]);
  const toggle = () => {
    // The browser may refuse; then the document stays where it is.
    const change = on ? document.exitFullscreen() : element.current?.requestFullscreen();
    change?.catch(() => undefined);
  };
  return { possible: document.fullscreenEnabled, on, toggle };
}
