import { useTranslation } from 'react-i18next';

/** Says how long to wait, in seconds up to a minute and a half, then in whole minutes. */
export function useWaitWords(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) =>
    seconds <= 90
      ? t('code.waitSeconds', { count: seconds })
      : t('code.waitMinutes', { count: Math.ceil(seconds / 60) });
}
