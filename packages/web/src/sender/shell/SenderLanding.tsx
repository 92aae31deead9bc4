import type { PortalSession } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Seal } from '../../components/Seal/Seal.tsx';
import { LoginButton } from '../../portal/LoginButton/LoginButton.tsx';
import { PortalNotice } from '../../portal/PortalNotice.tsx';
import { wantedPage } from '../wanted-page.ts';
import '../../portal/Landing/landing.css';

/** The way in for senders, who need level 4. */
export function SenderLanding({ session }: { session: PortalSession }) {
  const { t } = useTranslation('sender');
  const eid = session.eidName;
  return (
    <article className="segl-landing">
      {session.notice !== undefined && <PortalNotice notice={session.notice} eid={eid} />}
      <Seal className="segl-landing__seal" />
      <PageHeading>{session.authenticated ? t('shell.levelTitle', { eid }) : t('shell.title')}</PageHeading>
      <p className="segl-landing__lead">{session.authenticated ? t('shell.level') : t('shell.lead')}</p>
      <div className="segl-landing__way">
        <LoginButton
          level={4}
          room="sender"
          eid={eid}
          onStart={() => wantedPage.write(window.location.pathname + window.location.search)}
        >
          {t('shell.start', { eid })}
        </LoginButton>
      </div>
    </article>
  );
}
