import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { writeMoment } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useTimeLeft } from '../../i18n/use-time-left.ts';

/** Milliseconds before a deadline from which it is marked as near. */
const near = 48 * 3_600_000;

/** How long is left in words, and the moment itself. `now` is milliseconds since 1970 by the service's clock. */
export function JobDeadline({ iso, now }: { iso: string; now: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useTimeLeft()(iso, now) ?? t('inbox.deadlinePassed');
  return (
    <p className="segl-job__deadline" data-near={Date.parse(iso) - now < near || undefined}>
      <Icon name="clock" /> <strong>{words}</strong>{' '}
      <time dateTime={iso}>{t('inbox.deadline', { moment: writeMoment(iso, language) })}</time>
    </p>
  );
}
