import { useEffect, useEffectEvent, useState } from 'react';
import { isRefusal, type Problem } from '../api/problem.ts';
import { leaveFor, type Destination } from './leave.ts';

export type DepartureStep = 'still' | 'leaving' | 'failed';

interface Departure {
  /** Asks the service where to go. */
  where: () => Promise<Destination>;
  /** The reader came back with the browser's back button, to the page as it was left. */
  onReturn: () => void;
  /** The service said no, so things are not as the page shows them. True when the page tells about it in its own way. */
  onRefused?: (problem: Problem) => boolean;
}

/** Leaves for an address that the service gives. `leaving` until the browser has gone; `failed` when it could not. */
export function useDeparture({ where, onReturn, onRefused }: Departure): {
  step: DepartureStep;
  start: () => void;
} {
  const [step, setStep] = useState<DepartureStep>('still');
  const back = useEffectEvent(() => {
    setStep('still');
    onReturn();
  });
  useEffect(() => {
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) back();
    };
    window.addEventListener('pageshow', shown);
    return () => window.removeEventListener('pageshow', shown);
  }, []);

  const start = async () => {
    setStep('leaving');
    try {
      leaveFor(await where());
    } catch (error) {
      const told = isRefusal(error) && onRefused?.(error) === true;
      setStep(told ? 'still' : 'failed');
    }
  };
  return { step, start: () => void start() };
}
