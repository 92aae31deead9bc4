import { Button } from '@digdir/designsystemet-react';
import type { JobDetails, SignerDetails } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../components/Icon/Icon.tsx';
import { writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { looks } from '../../components/Faces.tsx';
import type { Told } from './Acts.tsx';
import { useReminder } from './use-reminder.tsx';

interface SignersProps {
  job: JobDetails;
  tell: (told: Told) => void;
}

export function Signers({ job, tell }: SignersProps) {
  const { t } = useTranslation('sender');
  const orders = [...new Set(job.signers.map(({ order }) => order))].sort((a, b) => a - b);
  return (
    <section className="segl-signers">
      <h2>{t('jobs.job.signers')}</h2>
      <ol>
        {job.signers.map((signer) => (
          <Signer key={signer.number} job={job} signer={signer} place={orders.length > 1 ? orders.indexOf(signer.order) + 1 : undefined} tell={tell} />
        ))}
      </ol>
    </section>
  );
}

interface SignerProps extends SignersProps {
  signer: SignerDetails;
  /** From 1; undefined when all sign at the same time. */
  place: number | undefined;
}

function Signer({ job, signer, place, tell }: SignerProps) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const reminder = useReminder(job, tell);
  const { tone, icon } = looks[signer.state];
  const waitsForTurn = signer.state === 'WAITING' && !signer.active;
  return (
    <li className="segl-signer">
      <span className="segl-face" data-tone={tone}>
        <Icon name={waitsForTurn ? 'pause' : icon} />
      </span>
      <div className="segl-signer__words">
        <p className="segl-signer__who">
          {signer.name !== undefined && <strong>{signer.name}</strong>} <span>{signer.address}</span>
        </p>
        <p className="segl-signer__state">
          {waitsForTurn ? t('jobs.later') : t(`jobs.state.${signer.state}`)}{' '}
          {signer.state !== 'WAITING' && (
            <time dateTime={signer.since}>{writeMoment(signer.since, language)}</time>
          )}
        </p>
        {place !== undefined && <p className="segl-job-facts__quiet">{t('jobs.job.order', { order: place })}</p>}
        {signer.onBehalfOf === 'OTHER' && <p className="segl-job-facts__quiet">{t('jobs.job.onBehalf')}</p>}
        {signer.rejectionReason !== undefined && (
          <blockquote className="segl-signer__reason">
            <span className="segl-job-facts__quiet">{t('jobs.job.reason')}</span>
            <p>{signer.rejectionReason}</p>
          </blockquote>
        )}
        <Told signer={signer} />
        {signer.xadesHref !== undefined && (
          <p>
            <a href={signer.xadesHref} download>
              {t('jobs.job.xades')}
            </a>
          </p>
        )}
      </div>
      {job.acts.remind && signer.active && (
        <Button
          variant="tertiary"
          data-size="sm"
          loading={reminder.isPending}
          onClick={() => reminder.mutate(signer.number)}
        >
          {t('jobs.job.remindOne')}
          <span className="ds-sr-only"> {signer.name ?? signer.address}</span>
        </Button>
      )}
    </li>
  );
}

/** The messages to a signer, folded away. */
function Told({ signer }: { signer: SignerDetails }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  if (signer.told.length === 0) return null;
  return (
    <details className="segl-signer__told">
      <summary>
        {t('jobs.job.messages')} ({signer.told.length})
      </summary>
      <ul>
        {signer.told.map(({ kind, channel, state, at }, index) => (
          <li key={index}>
            {t(`jobs.job.told.${kind}`)}, {t(`jobs.job.channel.${channel}`)}:{' '}
            {t(`jobs.job.toldState.${state}`, { moment: writeMoment(at, language) })}
          </li>
        ))}
      </ul>
    </details>
  );
}
