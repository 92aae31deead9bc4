import type { Language } from '@segl/protocol/json';

export const languages: readonly { code: Language; name: string }[] = [
  { code: 'nb', name: 'Bokmål' },
  { code: 'nn', name: 'Nynorsk' },
  { code: 'en', name: 'English' },
];

/** The language of ours that a BCP 47 tag asks for; `no` is read as Bokmål. */
export function languageOf(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split('-')[0];
  if (primary === 'no') return 'nb';
  return languages.find(({ code }) => code === primary)?.code;
}

/**
 * The language to start in: what was chosen earlier, else the first of the browser's preferences (its
 * Accept-Language) that we have, else Bokmål.
 */
export function firstLanguage(preferences: readonly string[], chosen: string | undefined): Language {
  const wanted = chosen === undefined ? preferences : [chosen, ...preferences];
  for (const tag of wanted) {
    const language = languageOf(tag);
    if (language !== undefined) return language;
  }
  return 'nb';
}

const key = 'segl.language';

/**
 * Remembers a choice the reader made with the language menu, on their own device only. Storage may be switched off;
 * then the choice lasts as long as the page.
 */
export const rememberLanguage = {
  read(): string | undefined {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write(language: Language): void {
    try {
      localStorage.setItem(key, language);
    } catch {
      // Nothing depends on it.
    }
  },
};
