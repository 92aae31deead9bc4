import { Alert, Button, Dialog, Textfield } from '@digdir/designsystemet-react';
import type { JobDetails } from '@segl/protocol/json';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { moveDeadline } from '../../../api/sender-jobs.ts';
import { fieldProblems } from '../../../api/sender.ts';
import { writeMoment } from '../../../i18n/dates.ts';
import { localInput, momentOfInput } from '../../../i18n/local-input.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useOrganisation } from '../../use-me.ts';
import { jobsKey } from '../use-jobs.ts';
import type { Told } from './Acts.tsx';
import { useRefusalWords } from './use-refusal-words.ts';
import './dialog.css';

interface MoveDeadlineProps {
  job: JobDetails;
  latest: string;
  tell: (told: Told) => void;
  onClose: () => void;
}

/** Another deadline; it can be undone from where it is told. */
export function MoveDeadline({ job, latest, tell, onClose }: MoveDeadlineProps) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { number } = useOrganisation();
  const queries = useQueryClient();
  const refusal = useRefusalWords();
  const [wish, setWish] = useState(localInput(job.deadline));
  const moment = (iso: string) => writeMoment(iso, language);
  const refresh = () => queries.invalidateQueries({ queryKey: jobsKey(number) });
  // Told once the page shows it, so that whoever goes on from there sees the deadline that holds.
  const back = async (from: string) => {
    let told: Told;
    try {
      await moveDeadline(number, job.id, { deadline: job.deadline, instead: from });
      told = { words: t('jobs.job.movedBack') };
    } catch (error) {
      told = { words: refusal(error), failed: true };
    }
    await refresh();
    tell(told);
  };
  const moving = useMutation({
    mutationFn: (deadline: string) => moveDeadline(number, job.id, { deadline, instead: job.deadline }),
    onSuccess: async (_, deadline) => {
      await refresh();
      const undo = (
        <Button variant="tertiary" data-size="sm" onClick={() => void back(deadline)}>
          {t('shell.undo')}
        </Button>
      );
      tell({ words: t('jobs.job.moved', { moment: moment(deadline) }), undo });
      onClose();
    },
    onError: refresh,
  });
  const [missing, setMissing] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const deadline = momentOfInput(wish);
    setMissing(deadline === undefined);
    if (deadline !== undefined) moving.mutate(deadline);
  };
  const [problem] = fieldProblems(moving.error);
  const code = missing ? 'MISSING' : problem?.code === 'TOO_EARLY' ? 'TOO_EARLY' : problem && 'TOO_LATE';
  return (
    <Dialog
      open
      closedby="any"
      onClose={onClose}
      className="segl-confirm"
      aria-label={t('jobs.job.moveTitle')}
    >
      <form onSubmit={submit} noValidate>
        <h2>{t('jobs.job.moveTitle')}</h2>
        <Textfield
          type="datetime-local"
          label={t('jobs.job.newDeadline')}
          description={t('jobs.job.moveHint', { latest: moment(latest) })}
          value={wish}
          onChange={({ currentTarget }) => setWish(currentTarget.value)}
          error={code && t(`jobs.job.deadlineProblem.${code}`, { latest: moment(latest) })}
        />
        <div role="alert">
          {moving.isError && problem === undefined && (
            <Alert data-color="danger">{refusal(moving.error)}</Alert>
          )}
        </div>
        <div className="segl-confirm__ways">
          <Button type="submit" loading={moving.isPending}>
            {t('jobs.job.move')}
          </Button>
          <Button type="button" variant="secondary" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
