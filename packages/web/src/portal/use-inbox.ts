import { useQuery, useQueryClient } from '@tanstack/react-query';
import { fetchInbox } from '../api/portal.ts';
import { Problem } from '../api/problem.ts';
import { sessionKey } from './use-session.ts';

export const inboxKey = ['portal', 'inbox'] as const;

/** What waits and what is signed lately; asked for again when the reader comes back to the window. */
export function useInbox() {
  const queries = useQueryClient();
  return useQuery({
    queryKey: inboxKey,
    queryFn: async () => {
      try {
        return await fetchInbox();
      } catch (error) {
        if (error instanceof Problem && error.status === 401) {
          await queries.refetchQueries({ queryKey: sessionKey });
        }
        throw error;
      }
    },
    refetchOnWindowFocus: true,
  });
}
