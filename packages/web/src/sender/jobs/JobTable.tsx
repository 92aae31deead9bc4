import type { ListedJob } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { writeMoment } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useTimeLeft } from '../../i18n/use-time-left.ts';
import { Faces } from '../components/Faces.tsx';
import { useOrganisation } from '../use-me.ts';
import { useSentBy } from './use-sent-by.ts';
import './job-table.css';

interface JobTableProps {
  jobs: readonly ListedJob[];
  caption: string;
  /** What the last column tells. */
  last: 'deadline' | 'ended' | 'created';
  /** The service's time, milliseconds since 1970. */
  now: number;
}

/** Jobs, one in a row; on a narrow screen one below the other. */
export function JobTable({ jobs, caption, last, now }: JobTableProps) {
  const { t } = useTranslation('sender');
  return (
    <table className="segl-jobs">
      <caption className="ds-sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('jobs.table.title')}</th>
          <th scope="col">{t('jobs.table.signers')}</th>
          <th scope="col">{t(`jobs.table.${last}`)}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} last={last} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function JobRow({ job, last, now }: { job: ListedJob; last: JobTableProps['last']; now: number }) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const sentBy = useSentBy();
  const signed = job.signers.filter(({ state }) => state === 'SIGNED').length;
  const about = [
    ...(job.reference === undefined ? [] : [t('jobs.reference', { reference: job.reference })]),
    sentBy(job),
    ...(job.flow === 'direct' ? [t('jobs.direct')] : []),
  ];
  return (
    <tr>
      <th scope="row">
        <Link to={`/sender/${number}/jobs/${job.id}`}>{job.title}</Link>
        <span className="segl-jobs__about">{about.join(' · ')}</span>
      </th>
      <td>
        <Faces signers={job.signers} />
        <span className="segl-jobs__about">{t('jobs.signedOf', { signed, total: job.signers.length })}</span>
      </td>
      <td>
        <When job={job} last={last} now={now} />
      </td>
    </tr>
  );
}

function When({ job, last, now }: { job: ListedJob; last: JobTableProps['last']; now: number }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const left = useTimeLeft();
  const later = Date.parse(job.activatesAt) > now;
  const iso =
    last === 'deadline' ? job.deadline : last === 'ended' ? (job.endedAt ?? job.deadline) : job.createdAt;
  return (
    <>
      {last === 'deadline' && !later && <strong>{left(job.deadline, now) ?? t('jobs.passed')}</strong>}
      <time dateTime={iso} className="segl-jobs__about">
        {later && last === 'deadline'
          ? t('jobs.starts', { moment: writeMoment(job.activatesAt, language) })
          : writeMoment(iso, language)}
      </time>
    </>
  );
}
