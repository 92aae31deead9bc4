import type { CeremonyPhase, CeremonyState } from '@segl/protocol/json';
import { useQuery } from '@tanstack/react-query';
import { fetchState } from '../api/ceremony.ts';

export const ceremonyKey = (ceremonyId: string) => ['ceremony', ceremonyId] as const;

/** How often to ask again, in milliseconds, in the phases that may change by themselves. */
const pace: Partial<Record<CeremonyPhase, number>> = {
  SIGNING: 1000,
  SEALING: 1000,
  SIGNING_DELAYED: 10_000,
  // Another signer or the sender may end the job while this one reads.
  READY: 30_000,
};

/** The ceremony's state, asked for again for as long as it may change. */
export function useCeremony(ceremonyId: string) {
  return useQuery<CeremonyState>({
    queryKey: ceremonyKey(ceremonyId),
    queryFn: () => fetchState(ceremonyId),
    refetchInterval: ({ state }) => (state.data === undefined ? false : (pace[state.data.phase] ?? false)),
    refetchOnWindowFocus: true,
  });
}
