import { Alert, Button } from '@digdir/designsystemet-react';
import type { RetryRequest, StuckTask } from '@segl/protocol/json';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchStuckTasks, retryTasks } from '../../api/operator.ts';
import { Loading } from '../../components/Loading/Loading.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { writeMoment } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useActOn } from '../organisation/use-act.ts';
import { operatorNb } from '../texts/operator.ts';
import { operatorKey } from './operator-key.ts';

/** Work that failed and waits: why, and trying again at once. */
export function TasksPage() {
  const { t } = useTranslation('sender');
  const { data, isPending, refetch } = useQuery({
    queryKey: operatorKey('tasks'),
    queryFn: fetchStuckTasks,
    refetchInterval: 5000,
  });
  const [told, setTold] = useState<string>();
  const { mutate, trouble } = useActOn(operatorKey('tasks'), retryTasks);
  const retry = (which: RetryRequest) => {
    setTold(undefined);
    mutate(which, { onSuccess: ({ retried }) => setTold(t('operator.retried', { count: retried })) });
  };
  if (data === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  return (
    <>
      <div className="segl-settings-head">
        <PageHeading>{t('operator.tasks')}</PageHeading>
        {data.items.length > 0 && (
          <Button variant="secondary" onClick={() => retry({})}>
            {t('operator.retryAll')}
          </Button>
        )}
      </div>
      <p className="segl-settings-lead">{t('operator.tasksLead')}</p>
      <div role="status">{told !== undefined && <Alert data-color="info">{told}</Alert>}</div>
      <div role="alert">
        {trouble !== undefined && <Alert data-color="danger">{t('operator.failed')}</Alert>}
      </div>
      {data.items.length === 0 ? (
        <p>{t('operator.tasksNone')}</p>
      ) : (
        <ul className="segl-rows" aria-label={t('operator.tasksList')}>
          {data.items.map((task) => (
            <Row key={task.id} task={task} retry={() => retry({ id: task.id })} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({
  task: { kind, job, attempts, reason, dueAt },
  retry,
}: {
  task: StuckTask;
  retry: () => void;
}) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const known = kind in operatorNb.kind ? t(`operator.kind.${kind as keyof typeof operatorNb.kind}`) : kind;
  const what = job === undefined ? known : `${known}, ${t('operator.ofJob', { job })}`;
  return (
    <li>
      <div>
        <span className="segl-users__name">{what}</span>
        <span className="segl-rows__reason">{reason}</span>
        <span className="segl-users__detail">
          {t('operator.tried', { count: attempts })}.{' '}
          {t('operator.again', { moment: writeMoment(dueAt, language) })}.
        </span>
      </div>
      <Button
        variant="tertiary"
        data-size="sm"
        aria-label={t('operator.retryWhich', { what })}
        onClick={retry}
      >
        {t('operator.retry')}
      </Button>
    </li>
  );
}
