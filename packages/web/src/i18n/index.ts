import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { firstLanguage, rememberLanguage } from './choose.ts';
import { nb } from './nb.ts';
import { nn } from './nn.ts';
import type { SenderTexts } from '../sender/texts/index.ts';
import type { VerifyTexts } from '../verify/texts.ts';
import type { Texts } from './texts.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Texts; sender: SenderTexts; verify: VerifyTexts };
  }
}

/** Starts the texts in the reader's language and keeps `<html lang>` in step with it. */
export function startTexts(): void {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  void i18next.use(initReactI18next).init({
    resources: { nb: { translation: nb }, nn: { translation: nn }, en: { translation: en } },
    lng: firstLanguage(navigator.languages, rememberLanguage.read()),
    supportedLngs: ['nb', 'nn', 'en'],
    fallbackLng: 'nb',
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
}
