import type { JobDetails } from '@segl/protocol/json';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { remind } from '../../../api/sender-jobs.ts';
import { useOrganisation } from '../../use-me.ts';
import { jobsKey } from '../use-jobs.ts';
import type { Told } from './Acts.tsx';
import { useRefusalWords } from './use-refusal-words.ts';

/** Reminds one signer by number, or all whose turn it is. */
export function useReminder(job: JobDetails, tell: (told: Told) => void) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const queries = useQueryClient();
  const refusal = useRefusalWords();
  return useMutation({
    mutationFn: (signer: number | undefined) =>
      remind(number, job.id, signer === undefined ? {} : { signer }),
    onSuccess: ({ messages }) => tell({ words: t('jobs.job.reminded', { count: messages }) }),
    onError: (error) => tell({ words: refusal(error), failed: true }),
    onSettled: () => queries.invalidateQueries({ queryKey: jobsKey(number) }),
  });
}
