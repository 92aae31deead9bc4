import { useTranslation } from 'react-i18next';

const codes = [
  'REQUIRED',
  'TOO_LONG',
  'NOT_PRINTABLE',
  'EMAIL_INVALID',
  'DAYS',
  'LOGO_TYPE',
  'LOGO_TOO_MANY_PIXELS',
  'LOGO_DAMAGED',
  'LOGO_TOO_LARGE',
] as const;

/** The words for what is wrong with a field. */
export function useProblem(): (code: string) => string {
  const { t } = useTranslation('sender');
  return (code) => {
    const known = codes.find((one) => one === code);
    return known === undefined ? t('users.trouble.OTHER') : t(`settings.problem.${known}`);
  };
}
