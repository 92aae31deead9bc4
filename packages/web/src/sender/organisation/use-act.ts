import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fieldProblems } from '../../api/sender.ts';
import { Problem } from '../../api/problem.ts';
import { sessionKey } from '../../portal/use-session.ts';
import { meKey } from '../use-me.ts';

/** Everything that is shown of one organisation's settings. */
export const organisationKey = (number: string, ...more: readonly string[]) =>
  ['sender', 'organisation', number, ...more] as const;

/** Does something to an organisation; what is shown of it is asked for anew. */
export function useAct<Given, Answer>(organisation: string, act: (given: Given) => Promise<Answer>) {
  return useActOn(organisationKey(organisation), act);
}

/** Does something; what is shown under the key is asked for anew. */
export function useActOn<Given, Answer>(queryKey: QueryKey, act: (given: Given) => Promise<Answer>) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey });
      await queries.invalidateQueries({ queryKey: meKey });
    },
  });
  const { error } = mutation;
  const ended = error instanceof Problem && error.status === 401;
  useEffect(() => {
    if (ended) void queries.refetchQueries({ queryKey: sessionKey });
  }, [ended, queries]);
  return { ...mutation, problems: fieldProblems(error), trouble: troubleOf(error) };
}

/** The stable code of what went wrong with the whole, if not with a field. */
function troubleOf(error: unknown): string | undefined {
  if (error === null || fieldProblems(error).length > 0) return undefined;
  return error instanceof Problem ? error.code : 'UNKNOWN';
}
