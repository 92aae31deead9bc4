import { useState } from 'react';

const levels = [0.75, 1, 1.25, 1.5, 2, 3] as const;
const fit = levels.indexOf(1);

export interface Zoom {
  level: number;
  smallest: boolean;
  largest: boolean;
  /** Whether the reader has changed it. */
  touched: boolean;
  smaller: () => void;
  larger: () => void;
}

/** The size of one document, in steps. 1 fits the column. */
export function useZoom(): Zoom {
  const [step, setStep] = useState(fit);
  const [touched, setTouched] = useState(false);
  const move = (by: number) => {
    setTouched(true);
    setStep((now) => Math.min(Math.max(now + by, 0), levels.length - 1));
  };
  return {
    level: levels[step] ?? 1,
    smallest: step === 0,
    largest: step === levels.length - 1,
    touched,
    smaller: () => move(-1),
    larger: () => move(1),
  };
}
