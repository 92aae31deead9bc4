import { useState } from 'react';
import { leave } from '../hooks/leave.ts';
import { useCountdown } from '../hooks/use-countdown.ts';

/** Seconds to take in a confirmation before the page leaves by itself. */
export const pause = 12;

/** Leaves for `exitUrl` by itself after a moment, unless stopped. Without an address it stays. */
export function useLeaving(exitUrl: string | undefined) {
  const [stopped, setStopped] = useState(false);
  const running = exitUrl !== undefined && !stopped;
  const left = useCountdown(pause, running, () => {
    if (exitUrl !== undefined) leave(exitUrl);
  });
  return { left, stopped, stop: () => setStopped(true) };
}
