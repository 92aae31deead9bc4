import type { Language } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { languageOf } from './choose.ts';

/** The language the page is shown in. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return languageOf(i18n.language) ?? 'nb';
}
