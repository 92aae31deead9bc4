import type { MyOrganisation } from '@segl/protocol/json';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { fetchMe } from '../api/sender.ts';

export const meKey = ['sender', 'me'] as const;

/** Who is logged in, and for which organisations they may act. */
export function useMe() {
  return useQuery({ queryKey: meKey, queryFn: fetchMe, staleTime: 60_000 });
}

export const OrganisationContext = createContext<MyOrganisation | undefined>(undefined);

/** The organisation that this part of the page is about. */
export function useOrganisation(): MyOrganisation {
  const organisation = useContext(OrganisationContext);
  if (organisation === undefined) throw new Error('There is no organisation around this');
  return organisation;
}
