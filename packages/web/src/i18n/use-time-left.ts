import { useTranslation } from 'react-i18next';
import { timeLeft } from './dates.ts';

/**
 * Tells in words how long is left until a moment (ISO 8601) as of `now` (milliseconds since 1970): "3 days left".
 * Undefined when it has passed.
 */
export function useTimeLeft(): (iso: string, now: number) => string | undefined {
  const { t } = useTranslation();
  return (iso, now) => {
    const left = timeLeft(iso, now);
    switch (left.unit) {
      case 'days':
        return t('timeLeft.days', { count: left.count });
      case 'hours':
        return t('timeLeft.hours', { count: left.count });
      case 'less':
        return t('timeLeft.less');
      case 'none':
        return undefined;
    }
  };
}
