import { useState } from 'react';
import { codeRefusal, tryCode, type CodeRefusal } from '../api/code.ts';
import { useDeparture } from '../hooks/use-departure.ts';
import { digitsOf, fewestDigits } from './digits.ts';

export type CodeOver = Extract<CodeRefusal, { kind: 'over' }>['because'];

/** What is wrong with the code that was entered last. */
export type CodeTrouble = Exclude<CodeRefusal, { kind: 'over' }> | { kind: 'short' | 'failed' };

/**
 * The code as it is being entered (digits only), and what the service said to it. The right one leaves this page;
 * `onOver` is told when no code can help any more.
 */
export function useCode(token: string, onOver: (because: CodeOver) => void) {
  const [code, setCode] = useState('');
  const [trouble, setTrouble] = useState<CodeTrouble>();
  const { step, start } = useDeparture({
    where: () => tryCode(token, code),
    onReturn: () => setCode(''),
    onRefused: (problem) => {
      const refusal = codeRefusal(problem);
      if (refusal?.kind === 'over') onOver(refusal.because);
      else setTrouble(refusal);
      return refusal !== undefined;
    },
  });
  const submit = () => {
    if (step === 'leaving') return;
    const short = code.length < fewestDigits;
    setTrouble(short ? { kind: 'short' } : undefined);
    if (!short) start();
  };
  return {
    code,
    enter: (text: string) => setCode(digitsOf(text)),
    trouble: trouble ?? (step === 'failed' ? failed : undefined),
    busy: step === 'leaving',
    submit,
  };
}

const failed: CodeTrouble = { kind: 'failed' };
