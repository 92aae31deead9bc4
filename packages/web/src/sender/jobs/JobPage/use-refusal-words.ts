import { useTranslation } from 'react-i18next';
import { Problem } from '../../../api/problem.ts';

const known = ['JOB_ENDED', 'CHANGED_MEANWHILE', 'NOT_NOW', 'DELETION_NOT_ALLOWED'] as const;

/** Why something could not be done with a job, in words. */
export function useRefusalWords(): (error: unknown) => string {
  const { t } = useTranslation('sender');
  return (error) => {
    const code = known.find((one) => error instanceof Problem && error.code === one);
    return `${t('shell.failedTitle')}. ${t(`jobs.job.refused.${code ?? 'other'}`)}`;
  };
}
