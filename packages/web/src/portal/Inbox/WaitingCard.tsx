import type { WaitingJob } from '@segl/protocol/json';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../api/problem.ts';
import { Icon } from '../../components/Icon/Icon.tsx';
import { LoginButton } from '../LoginButton/LoginButton.tsx';
import { wantedJob } from '../wanted-job.ts';
import { JobDeadline } from './JobDeadline.tsx';
import { OpenButton } from './OpenButton.tsx';

interface WaitingCardProps {
  job: WaitingJob;
  eid: string;
  /** Milliseconds since 1970 by the service's clock. */
  now: number;
  /** The reader logged in again to open this one: it takes the focus. */
  wanted: boolean;
  /** Tells whether the page knows what to say about it. */
  onRefused: (problem: Problem, title: string) => boolean;
}

/** One job that waits: who asks, what, how long is left, and the way to open it. */
export function WaitingCard({ job, eid, now, wanted, onRefused }: WaitingCardProps) {
  const { t } = useTranslation();
  const heading = useId();
  const title = job.title ?? t('inbox.untitled', { level: job.requiresLevel });
  const which = <span className="ds-sr-only"> {job.title ?? job.sender.name}</span>;
  return (
    <li>
      <article className="segl-job" aria-labelledby={heading}>
        <div className="segl-job__words">
          <p className="segl-job__sender">
            {job.sender.logo !== undefined && <img src={job.sender.logo} alt="" />}
            {job.sender.name}
          </p>
          <h2 id={heading} data-untitled={job.title === undefined || undefined}>
            {title}
          </h2>
          <JobDeadline iso={job.deadline} now={now} />
          <ul className="segl-job__more">
            <li>
              <Icon name="document" /> {t('inbox.documents', { count: job.documents })}
            </li>
            {job.onBehalfOf === 'OTHER' && (
              <li>
                <Icon name="person" /> {t('inbox.onBehalf')}
              </li>
            )}
            {!job.openable && (
              <li>
                <Icon name="lock" /> {t('inbox.needsLevel', { level: job.requiresLevel })}
              </li>
            )}
          </ul>
        </div>
        {job.openable ? (
          <OpenButton id={job.id} wanted={wanted} onRefused={(problem) => onRefused(problem, title)}>
            {which}
          </OpenButton>
        ) : (
          <LoginButton
            level={job.requiresLevel}
            eid={eid}
            variant="secondary"
            onStart={() => wantedJob.write(job.id)}
          >
            {t('inbox.stepUpAction', { level: job.requiresLevel })}
            {which}
          </LoginButton>
        )}
      </article>
    </li>
  );
}
