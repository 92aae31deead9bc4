import { Button, Tag } from '@digdir/designsystemet-react';
import type { HealthOfPart } from '@segl/protocol/json';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchHealth } from '../../api/operator.ts';
import { Loading } from '../../components/Loading/Loading.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { operatorKey } from './operator-key.ts';

const colours = { up: 'success', down: 'danger', unused: 'neutral' } as const;

/** Whether the outside world answers, and which versions run. */
export function HealthPage() {
  const { t } = useTranslation('sender');
  const { data, isPending, isFetching, refetch } = useQuery({
    queryKey: operatorKey('health'),
    queryFn: fetchHealth,
    // Each asks a time-stamp authority and others: only when somebody wants to know.
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  if (data === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  const { segl, node, database } = data.versions;
  return (
    <>
      <div className="segl-settings-head">
        <PageHeading>{t('operator.health')}</PageHeading>
        <Button variant="secondary" loading={isFetching} onClick={() => void refetch()}>
          {t('operator.askAgain')}
        </Button>
      </div>
      <p className="segl-settings-lead">{t('operator.healthLead')}</p>
      <ul className="segl-rows" aria-label={t('operator.health')} aria-live="polite">
        {data.parts.map((part) => (
          <Part key={part.part} part={part} />
        ))}
      </ul>
      <section className="segl-part">
        <h2>{t('operator.versions')}</h2>
        <p>
          Segl {segl} · Node {node} · {database}
        </p>
      </section>
    </>
  );
}

function Part({ part: { part, state, reason, milliseconds } }: { part: HealthOfPart }) {
  const { t } = useTranslation('sender');
  return (
    <li>
      <div>
        <span className="segl-users__name">{t(`operator.part.${part}`)}</span>
        {reason !== undefined && <span className="segl-rows__reason">{reason}</span>}
        {milliseconds !== undefined && (
          <span className="segl-users__detail">{t('operator.took', { milliseconds })}</span>
        )}
      </div>
      <Tag data-color={colours[state]} data-size="sm">
        {t(`operator.state.${state}`)}
      </Tag>
    </li>
  );
}
