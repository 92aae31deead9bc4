import { Button } from '@digdir/designsystemet-react';
import type { CeremonyState } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Seal } from '../../components/Seal/Seal.tsx';
import { writeMoment } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useLeaving } from '../use-leaving.ts';
import { WayBack } from '../WayBack/WayBack.tsx';
import { WayOn } from '../WayOn/WayOn.tsx';
import './signed.css';

/** The calm confirmation: what is signed, what is still missing, what can be proven, and the way back. */
export function Signed({ state }: { state: CeremonyState }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const leaving = useLeaving(state.exitUrl);
  const { total, signed } = state.signers;
  const missing = total - signed;
  const names = { title: state.title, sender: state.sender.name };
  return (
    <article className="segl-signed">
      <Seal className="segl-signed__seal" />
      <PageHeading>{t('signed.title')}</PageHeading>
      <p className="segl-signed__lead">{t(missing > 0 ? 'signed.lead' : 'signed.leadComplete', names)}</p>
      {state.padesHref !== undefined && (
        <Button asChild variant="secondary" className="segl-signed__download">
          {/* Whoever downloads is not done here yet. */}
          <a href={state.padesHref} download={`${state.title}.pdf`} onClick={leaving.stop}>
            <Icon name="download" />
            {t('signed.download')}
          </a>
        </Button>
      )}
      {missing > 0 && (
        <section className="segl-signed__part">
          <h2>{t('signed.waiting')}</h2>
          <p>
            {t('signed.waitingBody', { count: missing, total, signed })}
            {state.portalHref !== undefined && ` ${t('signed.inInbox')}`}
          </p>
          {state.othersDeadline !== undefined && (
            <p>
              {t('signed.othersDeadline', {
                count: missing,
                deadline: writeMoment(state.othersDeadline, language),
              })}
            </p>
          )}
        </section>
      )}
      <section className="segl-signed__part">
        <h2>{t('signed.proven')}</h2>
        <ul>
          <li>{t('signed.provenIdentity', { eid: state.eidName })}</li>
          <li>{t('signed.provenDocuments')}</li>
          <li>{t('signed.provenTime')}</li>
        </ul>
      </section>
      {state.exitUrl === undefined ? (
        <WayOn state={state} />
      ) : (
        <WayBack sender={state.sender.name} exitUrl={state.exitUrl} leaving={leaving} />
      )}
    </article>
  );
}
