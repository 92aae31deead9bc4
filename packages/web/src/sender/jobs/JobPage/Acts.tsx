import { Button } from '@digdir/designsystemet-react';
import type { JobDetails } from '@segl/protocol/json';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelJob, deleteDocuments } from '../../../api/sender-jobs.ts';
import { Icon } from '../../../components/Icon/Icon.tsx';
import { useOrganisation } from '../../use-me.ts';
import { jobsKey } from '../use-jobs.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { MoveDeadline } from './MoveDeadline.tsx';
import { useReminder } from './use-reminder.tsx';

/** What came of an act. */
export interface Told {
  words: string;
  failed?: boolean;
  undo?: ReactNode;
}

interface ActsProps {
  job: JobDetails;
  tell: (told: Told) => void;
}

/** What can be done with the job now. */
export function Acts({ job, tell }: ActsProps) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const queries = useQueryClient();
  const reminder = useReminder(job, tell);
  const [open, setOpen] = useState<'move' | 'cancel' | 'delete'>();
  const close = () => setOpen(undefined);
  const refresh = () => queries.invalidateQueries({ queryKey: jobsKey(number) });
  const { acts, padesHref, evidenceHref } = job;
  return (
    <div className="segl-acts">
      {padesHref !== undefined && (
        <Button asChild>
          <a href={padesHref} download>
            <Icon name="download" /> {t('jobs.job.download')}
          </a>
        </Button>
      )}
      {evidenceHref !== undefined && (
        <Button asChild variant="secondary">
          <a href={evidenceHref} download>
            {t('jobs.job.evidence')}
          </a>
        </Button>
      )}
      {acts.remind && (
        <Button loading={reminder.isPending} onClick={() => reminder.mutate(undefined)}>
          {t('jobs.job.remind')}
        </Button>
      )}
      {acts.deadlineUntil !== undefined && (
        <Button variant="secondary" onClick={() => setOpen('move')}>
          {t('jobs.job.move')}
        </Button>
      )}
      {acts.cancel && (
        <Button variant="tertiary" data-color="danger" onClick={() => setOpen('cancel')}>
          {t('jobs.job.cancel')}
        </Button>
      )}
      {acts.deleteDocuments && (
        <Button variant="tertiary" data-color="danger" onClick={() => setOpen('delete')}>
          {t('jobs.job.delete')}
        </Button>
      )}
      {open === 'move' && acts.deadlineUntil !== undefined && (
        <MoveDeadline job={job} latest={acts.deadlineUntil} tell={tell} onClose={close} />
      )}
      {open === 'cancel' && (
        <ConfirmDialog
          title={t('jobs.job.cancelTitle')}
          consequence={t('jobs.job.cancelConsequence')}
          message={t('jobs.job.cancelMessage')}
          action={t('jobs.job.cancel')}
          keep={t('jobs.job.keep')}
          run={(message) => cancelJob(number, job.id, message === '' ? {} : { message })}
          onDone={refresh}
          onClose={close}
        />
      )}
      {open === 'delete' && (
        <ConfirmDialog
          title={t('jobs.job.deleteTitle')}
          consequence={t('jobs.job.deleteConsequence')}
          action={t('jobs.job.delete')}
          keep={t('jobs.job.keepDocuments')}
          run={() => deleteDocuments(number, job.id)}
          onDone={refresh}
          onClose={close}
        />
      )}
    </div>
  );
}
