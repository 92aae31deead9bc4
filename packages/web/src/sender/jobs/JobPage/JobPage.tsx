import { Alert } from '@digdir/designsystemet-react';
import type { JobDetails } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { isRefusal } from '../../../api/problem.ts';
import { DeadEnd } from '../../../components/DeadEnd/DeadEnd.tsx';
import { Icon } from '../../../components/Icon/Icon.tsx';
import { Loading } from '../../../components/Loading/Loading.tsx';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../../components/Unreachable/Unreachable.tsx';
import { writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useOrganisation } from '../../use-me.ts';
import { Announced } from '../Announced.tsx';
import { useJob } from '../use-jobs.ts';
import { Acts, type Told } from './Acts.tsx';
import { Facts } from './Facts.tsx';
import { Signers } from './Signers.tsx';
import { Timeline } from './Timeline.tsx';
import './job-page.css';

/** `/sender/{number}/jobs/{id}`: one job, what has happened, and what can be done now. */
export function JobPage() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const { job: id = '' } = useParams();
  const { data: job, error, isPending, refetch } = useJob(id);
  if (isRefusal(error) && error.status === 404) {
    return (
      <DeadEnd
        icon="document"
        title={t('jobs.job.notFound')}
        lead={t('jobs.job.notFoundLead')}
        now={t('jobs.job.notFoundNow')}
        way={{ href: `/sender/${number}/jobs/waiting`, label: t('jobs.job.back') }}
      />
    );
  }
  if (job === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  return <Job job={job} />;
}

const listOf = { IN_PROGRESS: 'waiting', COMPLETED_SUCCESSFULLY: 'signed', FAILED: 'stopped' } as const;

function Job({ job }: { job: JobDetails }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { number } = useOrganisation();
  const justSent = (useLocation().state as { sent?: boolean } | null)?.sent === true;
  const later = Date.parse(job.activatesAt) > Date.parse(job.now);
  const sentWords = later
    ? t('jobs.job.sentLater', { moment: writeMoment(job.activatesAt, language) })
    : t('jobs.job.sent');
  const [told, setTold] = useState<Told | undefined>(justSent ? { words: sentWords } : undefined);
  return (
    <article className="segl-job-page">
      <Link to={`/sender/${number}/jobs/${listOf[job.status]}`} className="segl-job-page__back">
        <Icon name="back" /> {t('jobs.job.back')}
      </Link>
      <PageHeading eyebrow={t(`jobs.status.${job.status}`)}>{job.title}</PageHeading>
      <Announced state={job.timeline.length} words={t('jobs.updated')} />
      <div role="status">
        {told !== undefined && (
          <Alert data-color={told.failed === true ? 'danger' : 'success'} className="segl-job-page__told">
            {told.words} {told.undo}
          </Alert>
        )}
      </div>
      <Acts job={job} tell={setTold} />
      <div className="segl-job-page__columns">
        <div>
          <Signers job={job} tell={setTold} />
          <Timeline job={job} />
        </div>
        <Facts job={job} />
      </div>
    </article>
  );
}
