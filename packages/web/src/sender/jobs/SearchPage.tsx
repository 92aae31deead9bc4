import { Button, Textfield } from '@digdir/designsystemet-react';
import type { JobPage, JobSearch } from '@segl/protocol/json';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { fieldProblems } from '../../api/sender.ts';
import { searchJobs } from '../../api/sender-jobs.ts';
import { useOrganisation } from '../use-me.ts';
import { JobTable } from './JobTable.tsx';
import './search.css';

/** `/sender/{number}/jobs/search`. What is looked for may be a person's number, so it never stands in the address. */
export function SearchPage() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const [wish, setWish] = useState<{ text: string; from: string; to: string }>({
    text: '',
    from: '',
    to: '',
  });
  const [pages, setPages] = useState<readonly JobPage[]>([]);
  const looking = useMutation({
    mutationFn: (request: JobSearch) => searchJobs(number, request),
    onSuccess: (page, { after }) => setPages((before) => (after === undefined ? [page] : [...before, page])),
  });
  const request = (after?: string): JobSearch => ({
    ...(wish.text.trim() !== '' && { text: wish.text }),
    ...(wish.from !== '' && { from: wish.from }),
    ...(wish.to !== '' && { to: wish.to }),
    ...(after !== undefined && { after }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    looking.mutate(request());
  };
  const [problem] = fieldProblems(looking.error);
  const jobs = pages.flatMap(({ items }) => items);
  const last = pages.at(-1);
  return (
    <>
      <PageHeading>{t('shell.search')}</PageHeading>
      <form className="segl-search" onSubmit={submit} noValidate>
        <Textfield
          label={t('jobs.search.label')}
          description={t('jobs.search.hint')}
          autoComplete="off"
          autoFocus
          value={wish.text}
          onChange={({ currentTarget }) => setWish({ ...wish, text: currentTarget.value })}
          error={
            problem &&
            t(problem.code === 'MISSING' ? 'jobs.search.problem.MISSING' : 'jobs.search.problem.CURSOR')
          }
        />
        <div className="segl-search__period">
          {(['from', 'to'] as const).map((end) => (
            <Textfield
              key={end}
              type="date"
              label={t(`jobs.search.${end}`)}
              value={wish[end]}
              onChange={({ currentTarget }) => setWish({ ...wish, [end]: currentTarget.value })}
            />
          ))}
        </div>
        <Button type="submit" loading={looking.isPending}>
          {t('jobs.search.action')}
        </Button>
      </form>
      {looking.isError && problem === undefined && <Unreachable retry={() => looking.mutate(request())} />}
      <p role="status" className="segl-search__found">
        {last !== undefined &&
          !looking.isPending &&
          (jobs.length === 0
            ? t('jobs.none.search')
            : last.next === undefined
              ? t('jobs.search.found', { count: jobs.length })
              : t('jobs.search.foundMore', { count: jobs.length }))}
      </p>
      {jobs.length > 0 && (
        <JobTable jobs={jobs} caption={t('shell.search')} last="created" now={Date.parse(last?.now ?? '')} />
      )}
      {last?.next !== undefined && (
        <Button variant="secondary" className="segl-more" onClick={() => looking.mutate(request(last.next))}>
          {t('shell.more')}
        </Button>
      )}
    </>
  );
}
