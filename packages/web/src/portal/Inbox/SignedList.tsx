import { Button } from '@digdir/designsystemet-react';
import type { SignedJob } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../components/Icon/Icon.tsx';
import { writeDay } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';

const icons: Readonly<Record<SignedJob['state'], IconName>> = {
  COMPLETED: 'check',
  WAITING_FOR_OTHERS: 'clock',
  ENDED: 'cross',
};

/** What this person signed lately, with what has become of it. */
export function SignedList({ signed }: { signed: readonly SignedJob[] }) {
  const { t } = useTranslation();
  return (
    <section className="segl-signed-jobs">
      <h2>{t('inbox.signedTitle')}</h2>
      {signed.length === 0 ? (
        <p className="segl-signed-jobs__empty">{t('inbox.signedEmpty')}</p>
      ) : (
        <ul>
          {signed.map((job) => (
            <SignedRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SignedRow({ job }: { job: SignedJob }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useBecome(job);
  const title = job.title ?? t('inbox.untitled', { level: 4 });
  return (
    <li>
      <div>
        <h3 data-untitled={job.title === undefined || undefined}>{title}</h3>
        <p className="segl-signed-jobs__facts">
          {t('inbox.signedFor', { sender: job.sender.name, day: writeDay(job.signedAt, language) })}
        </p>
        <p className="segl-signed-jobs__state" data-state={job.state}>
          <Icon name={icons[job.state]} />
          <span>{words}</span>
        </p>
      </div>
      {job.padesHref !== undefined && (
        <div className="segl-signed-jobs__files">
          <Button asChild variant="secondary" data-size="sm">
            <a href={job.padesHref} download={`${title}.pdf`}>
              <Icon name="download" />
              {t('inbox.download')}
              <span className="ds-sr-only"> {title}</span>
            </a>
          </Button>
          {job.evidenceHref !== undefined && (
            <a className="ds-link" href={job.evidenceHref} download={`${title}.asice`}>
              {t('inbox.evidence')}
              <span className="ds-sr-only"> {title}</span>
            </a>
          )}
        </div>
      )}
    </li>
  );
}

/** What has become of the job, and of its signed document. */
function useBecome({ state, padesHref, availableUntil, openable, sender }: SignedJob): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const become = t(`inbox.state.${state}`);
  if (state !== 'COMPLETED') return become;
  if (openable === false) return `${become} ${t('inbox.downloadNeedsLevel', { level: 4 })}`;
  if (padesHref === undefined) return `${become} ${t('inbox.deleted', { sender: sender.name })}`;
  if (availableUntil === undefined) return become;
  return `${become} ${t('inbox.availableUntil', { day: writeDay(availableUntil, language) })}`;
}
