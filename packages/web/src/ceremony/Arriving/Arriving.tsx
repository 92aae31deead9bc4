import type { CeremonyState } from '@segl/protocol/json';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { writeMoment } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useTimeLeft } from '../../i18n/use-time-left.ts';
import './arriving.css';

/** Who asks, what, until when, and what this service is. */
export function Arriving({ state }: { state: CeremonyState }) {
  const { t } = useTranslation();
  const { sender, description, signers } = state;
  return (
    <section className="segl-arriving">
      {sender.logo !== undefined && <img className="segl-arriving__logo" src={sender.logo} alt="" />}
      <PageHeading eyebrow={t('arriving.asks', { sender: sender.name })}>{state.title}</PageHeading>
      {description !== undefined && (
        <figure className="segl-message">
          <figcaption>{t('arriving.messageFrom', { sender: sender.name })}</figcaption>
          <blockquote>{description}</blockquote>
        </figure>
      )}
      {state.onBehalfOf === 'OTHER' && (
        <div className="segl-behalf">
          <h2>{t('arriving.onBehalfTitle')}</h2>
          <p>{t('arriving.onBehalf', { sender: sender.name })}</p>
        </div>
      )}
      <dl className="segl-facts">
        <Fact name={t('arriving.deadline')}>
          <Deadline state={state} />
        </Fact>
        <Fact name={t('arriving.signers')}>
          {signers.total === 1 ? t('arriving.signersOnlyYou') : t('arriving.signersCount', { ...signers })}
        </Fact>
        <Fact name={t('arriving.login')}>{t('arriving.loginWith', { eid: state.eidName })}</Fact>
      </dl>
      <p className="segl-arriving__about">{t('arriving.about', { sender: sender.name })}</p>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The deadline as a moment, and in words how long is left. */
function Deadline({ state: { deadline, now } }: { state: CeremonyState }) {
  const language = useLanguage();
  const inWords = useTimeLeft();
  const [arrived] = useState(() => Date.now());
  const words = inWords(deadline, now === undefined ? arrived : Date.parse(now));
  return (
    <>
      <time dateTime={deadline}>{writeMoment(deadline, language)}</time>
      {words !== undefined && <span className="segl-facts__aside"> {words}</span>}
    </>
  );
}
