import type { JobDetails } from '@segl/protocol/json';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../components/Icon/Icon.tsx';
import { writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useTimeLeft } from '../../../i18n/use-time-left.ts';

/** At the side: documents, deadline and everything that was said when the job was sent. */
export function Facts({ job }: { job: JobDetails }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const left = useTimeLeft()(job.deadline, Date.parse(job.now));
  const moment = (iso: string) => writeMoment(iso, language);
  const fact = (name: string, value: ReactNode) =>
    value !== undefined && (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    );
  return (
    <aside className="segl-job-facts" aria-label={t('jobs.job.facts')}>
      <h2>{t('jobs.job.documents')}</h2>
      {job.documentsDeletedAt !== undefined && (
        <p>{t('jobs.job.deleted', { moment: moment(job.documentsDeletedAt) })}</p>
      )}
      <ol className="segl-job-facts__documents">
        {job.documents.map(({ number, title, pages, href }) => (
          <li key={number}>
            <Icon name="document" />
            <span>
              {href === undefined ? (
                title
              ) : (
                <a href={href} target="_blank" rel="noreferrer">
                  {title}
                </a>
              )}{' '}
              <span className="segl-job-facts__quiet">{t('jobs.job.pages', { count: pages })}</span>
            </span>
          </li>
        ))}
      </ol>
      <dl>
        {fact(
          t('jobs.job.deadline'),
          job.status === 'IN_PROGRESS' ? `${moment(job.deadline)} (${left ?? t('jobs.passed')})` : undefined,
        )}
        {fact(t('jobs.job.keptUntil'), job.keptUntil && moment(job.keptUntil))}
        {fact(t('jobs.job.description'), job.description)}
        {fact(t('jobs.job.nonSensitiveTitle'), job.nonSensitiveTitle)}
        {fact(t('jobs.job.reference'), job.reference)}
        {fact(t('jobs.job.createdAt'), moment(job.createdAt))}
        {fact(
          t('jobs.job.createdBy'),
          job.createdBy === '' ? t('jobs.formerUser') : (job.createdBy ?? t('jobs.fromApi')),
        )}
        {fact(t('jobs.job.cancelledWith'), job.cancellationMessage)}
      </dl>
    </aside>
  );
}
