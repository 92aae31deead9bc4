import { useQueryClient } from '@tanstack/react-query';
import { sign } from '../api/ceremony.ts';
import { useDeparture } from '../hooks/use-departure.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { ceremonyKey } from './use-ceremony.ts';

/** Leaves for the eID. When the ceremony is not where we thought, or we are not known any more, the state tells. */
export function useSigning(ceremonyId: string) {
  const queries = useQueryClient();
  const language = useLanguage();
  const askAgain = () => void queries.invalidateQueries({ queryKey: ceremonyKey(ceremonyId) });
  return useDeparture({
    where: () => sign(ceremonyId, language),
    onReturn: askAgain,
    onRefused: () => {
      askAgain();
      return false;
    },
  });
}
