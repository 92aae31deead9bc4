import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { isRefusal } from '../../../api/problem.ts';
import { DeadEnd } from '../../../components/DeadEnd/DeadEnd.tsx';
import { Loading } from '../../../components/Loading/Loading.tsx';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../../components/Unreachable/Unreachable.tsx';
import { useOrganisation } from '../../use-me.ts';
import { useDraftQuery } from '../use-draft.ts';
import { CheckedTable } from './CheckedTable.tsx';
import { GiveTable } from './GiveTable.tsx';
import '../draft-page.css';
import './bulk.css';

/** `/sender/{number}/templates/{id}/bulk`: a template is sent to each row of a table. */
export function BulkPage() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const { draft: id = '' } = useParams();
  const { data: template, error, isPending, refetch } = useDraftQuery(id);
  const [csv, setCsv] = useState<string>();
  if (isRefusal(error)) {
    return (
      <DeadEnd
        icon="document"
        title={t('create.drafts.notFound')}
        lead={t('create.drafts.notFoundLead')}
        now={t('create.drafts.notFoundNow')}
        way={{ href: `/sender/${number}/templates`, label: t('shell.templates') }}
      />
    );
  }
  if (template === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  const name = template.name ?? template.content.title;
  return (
    <div className="segl-bulk">
      {csv === undefined ? (
        <>
          <PageHeading eyebrow={name}>{t('create.bulk.title')}</PageHeading>
          <GiveTable template={id} name={name} give={setCsv} />
        </>
      ) : (
        <CheckedTable template={id} name={name} csv={csv} change={setCsv} giveUp={() => setCsv(undefined)} />
      )}
    </div>
  );
}
