import { Button, Checkbox } from '@digdir/designsystemet-react';
import type { JobList } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Loading } from '../../components/Loading/Loading.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { useOrganisation } from '../use-me.ts';
import { Announced } from './Announced.tsx';
import { JobTable } from './JobTable.tsx';
import { useJobList } from './use-jobs.ts';

/** `/sender/{number}/jobs/waiting`, `…/stopped` and `…/signed`. */
export function JobListPage({ list }: { list: JobList }) {
  const { t } = useTranslation('sender');
  const organisation = useOrganisation();
  const [query, setQuery] = useSearchParams();
  const mine = query.get('mine') === 'true';
  const { data, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useJobList(list, mine);
  const jobs = data?.pages.flatMap(({ items }) => items) ?? [];
  const title = t(`shell.${list}`);
  return (
    <>
      <PageHeading>{title}</PageHeading>
      {organisation.role === 'ACCOUNT_MANAGER' && (
        <Checkbox
          label={t('jobs.mine')}
          checked={mine}
          data-size="sm"
          onChange={({ currentTarget }) =>
            setQuery(currentTarget.checked ? { mine: 'true' } : {}, { replace: true })
          }
        />
      )}
      {data === undefined && (isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />)}
      {data !== undefined && (
        <>
          <Announced state={jobs.map(({ id, signers }) => [id, signers])} words={t('jobs.updated')} />
          {jobs.length === 0 ? (
            <p className="segl-nothing">
              {t(`jobs.none.${list}`)}{' '}
              {list === 'waiting' && (
                <Link to={`/sender/${organisation.number}/drafts/new`}>{t('jobs.firstJob')}</Link>
              )}
            </p>
          ) : (
            <JobTable
              jobs={jobs}
              caption={title}
              last={list === 'waiting' ? 'deadline' : 'ended'}
              now={Date.parse(data.pages.at(-1)?.now ?? '')}
            />
          )}
          {hasNextPage && (
            <Button
              variant="secondary"
              className="segl-more"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t('shell.more')}
            </Button>
          )}
        </>
      )}
    </>
  );
}
