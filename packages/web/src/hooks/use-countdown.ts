import { useEffect, useEffectEvent, useState } from 'react';

/** Counts down from `seconds` while `running`, and calls `done` at 0. Returns the seconds left. */
export function useCountdown(seconds: number, running: boolean, done: () => void): number {
  const [left, setLeft] = useState(seconds);
  const finish = useEffectEvent(done);
  useEffect(() => {
    if (!running) return;
    if (left === 0) {
      finish();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, running]);
  return left;
}
