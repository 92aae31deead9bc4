import type { FieldProblem } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrganisation } from '../../use-me.ts';
import { apiAccessNb } from '../../texts/api-access.ts';
import { useAct } from '../use-act.ts';

/** An act on one part of the page: what to say once it is done, or that it was not. */
export function useAccessAct<Given, Answer>(
  act: (organisation: string, given: Given) => Promise<Answer>,
  done: (given: Given) => string,
) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const [told, setTold] = useState<string>();
  const { mutate, isPending, problems, trouble, data } = useAct(number, (given: Given) => act(number, given));
  const [problem] = problems;
  return {
    data,
    isPending,
    told,
    /** About the field that was filled in. */
    wrong: problem && wordsOf(problem),
    trouble: trouble === undefined ? undefined : t('apiAccess.problem.other'),
    start: (given: Given, onSuccess?: () => void) => {
      if (isPending) return;
      setTold(undefined);
      mutate(given, {
        onSuccess: () => {
          setTold(done(given));
          onSuccess?.();
        },
      });
    },
  };

  function wordsOf({ code }: FieldProblem): string {
    const known = code in apiAccessNb.problem ? (code as keyof typeof apiAccessNb.problem) : 'other';
    return t(`apiAccess.problem.${known}`);
  }
}
