import { useEffect, useState } from 'react';

/** The longest a browser's timer can wait, in milliseconds. */
const longest = 2 ** 31 - 1;

/** True from `moment` on, in milliseconds since 1970 by the browser's clock. */
export function useReached(moment: number | undefined): boolean {
  const [reached, setReached] = useState<number>();
  useEffect(() => {
    if (moment === undefined) return;
    const wait = Math.max(0, moment - Date.now());
    if (wait > longest) return;
    const timer = setTimeout(() => setReached(moment), wait);
    return () => clearTimeout(timer);
  }, [moment]);
  return moment !== undefined && reached === moment;
}
