import type { JobDetails, TimelineEvent } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../components/Icon/Icon.tsx';
import { writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { jobsNb } from '../../texts/jobs.ts';

/** Everything that happened, the latest first, and whether the record of it is whole. */
export function Timeline({ job }: { job: JobDetails }) {
  const { t } = useTranslation('sender');
  return (
    <section className="segl-timeline">
      <h2>{t('jobs.job.history')}</h2>
      <ol reversed>
        {job.timeline.toReversed().map((event) => (
          <Event key={event.sequence} job={job} event={event} />
        ))}
      </ol>
      <p className="segl-timeline__whole" data-broken={!job.trailHolds || undefined}>
        <Icon name={job.trailHolds ? 'lock' : 'alert'} />{' '}
        {t(job.trailHolds ? 'jobs.job.trailHolds' : 'jobs.job.trailBroken')}
      </p>
    </section>
  );
}

function isKnown(kind: string): kind is keyof typeof jobsNb.event {
  return kind in jobsNb.event;
}

function Event({ job, event }: { job: JobDetails; event: TimelineEvent }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const who = job.signers.find(({ number }) => number === event.signer);
  const name = who?.name ?? who?.address;
  return (
    <li>
      <time dateTime={event.at}>{writeMoment(event.at, language)}</time>
      <span>
        {name !== undefined && <strong>{name}: </strong>}
        {t(`jobs.event.${isKnown(event.kind) ? event.kind : 'other'}`)}
        {event.until !== undefined && ` ${t('jobs.until', { moment: writeMoment(event.until, language) })}`}
        {event.by !== undefined && ` ${t('jobs.by', { name: event.by })}`}
      </span>
    </li>
  );
}
