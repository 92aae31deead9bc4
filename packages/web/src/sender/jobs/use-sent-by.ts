import type { ListedJob } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';

/** Who sent a job, in words; one who was made anonymous since has an empty name. */
export function useSentBy(): (job: Pick<ListedJob, 'createdBy'>) => string {
  const { t } = useTranslation('sender');
  return ({ createdBy }) => {
    if (createdBy === undefined) return t('jobs.fromApi');
    return t('jobs.sentBy', { name: createdBy === '' ? t('jobs.formerUser') : createdBy });
  };
}
