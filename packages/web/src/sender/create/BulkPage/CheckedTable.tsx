import { Alert, Button } from '@digdir/designsystemet-react';
import type { BulkCheck } from '@segl/protocol/json';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../api/problem.ts';
import { checkBulk, sendBulk } from '../../../api/sender-drafts.ts';
import { Loading } from '../../../components/Loading/Loading.tsx';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../../components/Unreachable/Unreachable.tsx';
import { ProblemSummary } from '../../components/ProblemSummary.tsx';
import { useOrganisation } from '../../use-me.ts';
import { keyOf, toCsv } from './csv.ts';
import { Rows } from './Rows.tsx';
import { Sent } from './Sent.tsx';
import { useBulkProblems } from './use-bulk-problems.ts';

interface CheckedTableProps {
  template: string;
  name: string;
  csv: string;
  change: (csv: string) => void;
  giveUp: () => void;
}

/** The table as the service read it; what is wrong is put right in place. */
export function CheckedTable({ template, name, csv, change, giveUp }: CheckedTableProps) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const { data, isPending, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ['sender', number, 'bulk', template, csv],
    queryFn: () => checkBulk(number, template, csv),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    // Nobody's numbers stay in the page once it is left.
    gcTime: 0,
  });
  const sending = useMutation({
    mutationFn: async () => sendBulk(number, template, csv, await keyOf(template, csv)),
  });
  const problems = useBulkProblems(data);
  // The first problems take the focus as they are shown; those that are left when it was to be sent, again.
  const [turn, setTurn] = useState(1);
  const [told, setTold] = useState('');
  if (sending.data !== undefined) return <Sent sent={sending.data} />;
  if (data === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  const send = () => {
    if (sending.isPending) return;
    // What is shown may be of the table before: the service looks at all of it again.
    if (problems.listed.length === 0 || isPlaceholderData)
      sending.mutate(undefined, { onError: () => setTurn(turn + 1) });
    else setTurn(turn + 1);
  };
  const edit = (rows: readonly (readonly string[])[]) =>
    change(toCsv([data.columns.map(({ heading }) => heading), ...rows]));
  return (
    <>
      <PageHeading eyebrow={name}>{t('create.bulk.title')}</PageHeading>
      <p role="status">
        {isFetching ? t('create.bulk.checking') : [told, said(t, data)].filter((one) => one !== '').join(' ')}
      </p>
      <ProblemSummary problems={problems.listed} count={problems.count} turn={turn} />
      <Rows
        check={data}
        problems={problems}
        edit={edit}
        leftOut={(line) => setTold(t('create.bulk.leftOut', { line }))}
      />
      <div role="alert">
        {sending.isError && !isRefused(sending.error) && (
          <Alert data-color="danger">{t('create.bulk.failed')}</Alert>
        )}
      </div>
      <div className="segl-making__ways">
        {data.rows.length > 0 && (
          <Button onClick={send} loading={sending.isPending}>
            {sending.isPending
              ? t('create.bulk.sending')
              : t('create.bulk.send', { count: data.rows.length })}
          </Button>
        )}
        <Button variant="secondary" onClick={giveUp}>
          {t('create.bulk.other')}
        </Button>
      </div>
    </>
  );
}

function isRefused(error: Error): boolean {
  return error instanceof Problem && error.code === 'FIELDS_INVALID';
}

type Translate = ReturnType<typeof useTranslation<'sender'>>['t'];

function said(t: Translate, { rows }: BulkCheck): string {
  if (rows.length === 0) return '';
  const wrong = rows.filter(({ problems }) => problems.length > 0).length;
  const all = t('create.bulk.checked', { count: rows.length });
  return wrong === 0 ? all : `${all} ${t('create.bulk.wrongRows', { count: wrong })}`;
}
