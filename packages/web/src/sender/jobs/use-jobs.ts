import type { JobDetails, JobList } from '@segl/protocol/json';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isRefusal } from '../../api/problem.ts';
import { fetchJob, fetchList } from '../../api/sender-jobs.ts';
import { sessionKey } from '../../portal/use-session.ts';
import { meKey, useOrganisation } from '../use-me.ts';

/** How often a page that is looked at asks for what is new, milliseconds. */
const askEvery = 5000;

export const jobsKey = (organisation: string) => ['sender', organisation, 'jobs'] as const;
export const jobKey = (organisation: string, id: string) => [...jobsKey(organisation), 'job', id] as const;

/** A list, page by page, that keeps itself up to date while it is looked at; a long one less often. */
export function useJobList(list: JobList, mine: boolean) {
  const { number } = useOrganisation();
  const query = useInfiniteQuery({
    queryKey: [...jobsKey(number), 'list', list, mine],
    queryFn: ({ pageParam, client, queryKey }) =>
      fetchList(number, { list, mine, after: pageParam }, client.getQueryData(queryKey) !== undefined),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => askEvery * (state.data?.pages.length ?? 1),
  });
  useEndings(query.error);
  return query;
}

/** A job that keeps itself up to date while it is looked at. */
export function useJob(id: string) {
  const { number } = useOrganisation();
  const queryKey = jobKey(number, id);
  const query = useQuery<JobDetails>({
    queryKey,
    queryFn: ({ client }) => fetchJob(number, id, client.getQueryData(queryKey) !== undefined),
    refetchInterval: askEvery,
  });
  useEndings(query.error);
  return query;
}

/** The log-in or the right has ended meanwhile: the pages around look again, and show no more of it. */
function useEndings(error: unknown): void {
  const queries = useQueryClient();
  const status = isRefusal(error) ? error.status : undefined;
  useEffect(() => {
    if (status === 401) void queries.refetchQueries({ queryKey: sessionKey });
    if (status === 403) void queries.refetchQueries({ queryKey: meKey });
  }, [status, queries]);
}
