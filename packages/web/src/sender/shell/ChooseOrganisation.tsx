import type { Me } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { DeadEnd } from '../../components/DeadEnd/DeadEnd.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Shell } from '../../components/Shell/Shell.tsx';
import { wantedPage } from '../wanted-page.ts';
import './choose-organisation.css';

/** `/sender`: straight on to the only organisation, or to the page the person came for; else the choice. */
export function ChooseOrganisation({ me, test }: { me: Me; test: boolean }) {
  const { t } = useTranslation('sender');
  const wanted = wantedPage.take();
  if (wanted !== undefined) return <Navigate to={wanted} replace />;
  const [only, ...others] = me.organisations;
  if (only !== undefined && others.length === 0 && !me.operator) return <Navigate to={only.number} replace />;
  if (only === undefined && !me.operator) {
    return (
      <Shell test={test} loggedIn>
        <DeadEnd
          icon="person"
          title={t('shell.noAccessTitle')}
          lead={t('shell.noAccess')}
          now={t('shell.noAccessNow')}
        />
      </Shell>
    );
  }
  return (
    <Shell test={test} loggedIn>
      <PageHeading>{t('shell.choose')}</PageHeading>
      <ul className="segl-choose">
        {me.organisations.map(({ number, name, logo, role }) => (
          <li key={number}>
            <Link to={number} className="segl-choose__one">
              {logo !== undefined && <img src={logo} alt="" className="segl-choose__logo" />}
              <span>
                <span className="segl-choose__name">{name}</span>
                <span className="segl-choose__role">{t(`shell.role.${role}`)}</span>
              </span>
            </Link>
          </li>
        ))}
        {me.operator && (
          <li>
            <Link to="operator" className="segl-choose__one">
              <span className="segl-choose__name">{t('shell.operator')}</span>
            </Link>
          </li>
        )}
      </ul>
    </Shell>
  );
}
