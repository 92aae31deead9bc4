import { useQuery } from '@tanstack/react-query';
import { fetchOrganisations } from '../../api/operator.ts';
import { operatorKey } from './operator-key.ts';

export function useOrganisations() {
  return useQuery({ queryKey: operatorKey('organisations'), queryFn: fetchOrganisations });
}
