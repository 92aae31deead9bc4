import type { PortalSession } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Seal } from '../../components/Seal/Seal.tsx';
import { LoginButton } from '../LoginButton/LoginButton.tsx';
import { PortalNotice } from '../PortalNotice.tsx';
import './landing.css';

/** The way in, for people who are not logged in. Level 4 opens everything; level 3 for those who have no other. */
export function Landing({ session }: { session: PortalSession }) {
  const { t } = useTranslation();
  const eid = session.eidName;
  return (
    <article className="segl-landing">
      {session.notice !== undefined && <PortalNotice notice={session.notice} eid={eid} />}
      <Seal className="segl-landing__seal" />
      <PageHeading>{t('login.title')}</PageHeading>
      <p className="segl-landing__lead">{t('login.lead')}</p>
      <div className="segl-landing__way">
        <LoginButton level={4} eid={eid}>
          {t('login.start', { eid })}
        </LoginButton>
      </div>
      <section className="segl-landing__part">
        <h2>{t('login.simplerTitle')}</h2>
        <p>{t('login.simpler')}</p>
        <LoginButton level={3} eid={eid} variant="secondary">
          {t('login.startSimpler')}
        </LoginButton>
      </section>
      <section className="segl-landing__part">
        <h2>{t('login.codeTitle')}</h2>
        <p>{t('login.code')}</p>
      </section>
    </article>
  );
}
