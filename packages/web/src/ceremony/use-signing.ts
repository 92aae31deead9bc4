import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sign } from '../api/ceremony.ts';
import { Problem } from '../api/problem.ts';
import { leave } from '../hooks/leave.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { ceremonyKey } from './use-ceremony.ts';

/** Leaves for the eID. `leaving` until the browser has gone; `failed` when it could not. */
export function useSigning(ceremonyId: string) {
  const queries = useQueryClient();
  const language = useLanguage();
  const [step, setStep] = useState<'still' | 'leaving' | 'failed'>('still');

  useEffect(() => {
    // Coming back with the browser's back button, the page may be as it was left.
    const back = (event: PageTransitionEvent) => {
      if (event.persisted) {
        setStep('still');
        void queries.invalidateQueries({ queryKey: ceremonyKey(ceremonyId) });
      }
    };
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, [ceremonyId, queries]);

  const start = async () => {
    setStep('leaving');
    try {
      leave((await sign(ceremonyId, language)).location);
    } catch (error) {
      setStep('failed');
      // The ceremony is not where we thought, or we are not known any more: the state tells.
      if (error instanceof Problem && error.status >= 400 && error.status < 500) {
        await queries.invalidateQueries({ queryKey: ceremonyKey(ceremonyId) });
      }
    }
  };
  return { step, start: () => void start() };
}
