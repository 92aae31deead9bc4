import type { AuthenticationLevel, PortalSession } from '@segl/protocol/json';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchSession } from '../api/portal.ts';
import { useReached } from '../hooks/use-reached.ts';

export const sessionKey = ['portal', 'session'] as const;

interface KnownSession {
  session: PortalSession;
  /** The level this page was logged in at, when it is not any more. */
  ended: AuthenticationLevel | undefined;
  /** When the session ends, in milliseconds since 1970 by the browser's own clock. */
  endsAt: number | undefined;
}

/** Who is logged in to the portal. Asked again when the session should have ended, and when something tells so. */
export function useSession() {
  const queries = useQueryClient();
  const query = useQuery<KnownSession>({
    queryKey: sessionKey,
    queryFn: async () => {
      const before = queries.getQueryData<KnownSession>(sessionKey);
      const session = await fetchSession();
      const ended = session.authenticated ? undefined : levelOf(before);
      return { session, ended, endsAt: endOf(session, Date.now()) };
    },
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const { refetch } = query;
  const over = useReached(query.data?.endsAt);
  useEffect(() => {
    if (over) void refetch();
  }, [over, refetch]);
  return query;
}

function levelOf(known: KnownSession | undefined): AuthenticationLevel | undefined {
  return known?.session.authenticated === true ? known.session.level : known?.ended;
}

/** The service's clock may differ from the browser's, whose time is `now`. */
function endOf(session: PortalSession, now: number): number | undefined {
  if (!session.authenticated) return undefined;
  const theirs = session.now === undefined ? now : Date.parse(session.now);
  return Date.parse(session.endsAt) - theirs + now;
}
