import type { JobDetails, JobList } from '@segl/protocol/json';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { fetchJob, fetchList } from '../../api/sender-jobs.ts';
import { useOrganisation } from '../use-me.ts';

/** How often a page that is looked at asks for what is new, milliseconds. */
const askEvery = 5000;

export const jobsKey = (organisation: string) => ['sender', organisation, 'jobs'] as const;
export const jobKey = (organisation: string, id: string) => [...jobsKey(organisation), 'job', id] as const;

/** A list, page by page, that keeps itself up to date while it is looked at. */
export function useJobList(list: JobList, mine: boolean) {
  const { number } = useOrganisation();
  return useInfiniteQuery({
    queryKey: [...jobsKey(number), 'list', list, mine],
    queryFn: ({ pageParam, client, queryKey }) =>
      fetchList(number, { list, mine, after: pageParam }, client.getQueryData(queryKey) !== undefined),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: askEvery,
  });
}

/** A job that keeps itself up to date while it is looked at. */
export function useJob(id: string) {
  const { number } = useOrganisation();
  const queryKey = jobKey(number, id);
  return useQuery<JobDetails>({
    queryKey,
    queryFn: ({ client }) => fetchJob(number, id, client.getQueryData(queryKey) !== undefined),
    refetchInterval: askEvery,
  });
}
