/** The sentence a signer agrees to. The page shows it and the intent records it, so both take it from here. */

export type Language = 'nb' | 'nn' | 'en';

const consent: Record<Language, string> = {
  nb: 'Jeg har lest dokumentene og vil signere dem.',
  nn: 'Eg har lese dokumenta og vil signere dei.',
  en: 'I have read the documents and want to sign them.',
};

/** The consent text in `language`, exactly as it is recorded in the evidence. */
export function consentText(language: Language): string {
  return consent[language];
}
