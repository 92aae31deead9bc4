import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { DeadEnd } from '../components/DeadEnd/DeadEnd.tsx';
import { Loading } from '../components/Loading/Loading.tsx';
import { Shell } from '../components/Shell/Shell.tsx';
import { useSession } from './use-session.ts';

/** `/portal/logged-out`: where the eID sends people after the log-out. */
export function LoggedOutPage() {
  const { t } = useTranslation();
  const { data, isPending } = useSession();
  if (isPending) {
    return (
      <Shell>
        <Loading />
      </Shell>
    );
  }
  // Whoever is still logged in must not be told otherwise.
  if (data?.session.authenticated === true) return <Navigate to="/portal" replace />;
  return (
    <Shell test={data?.session.test ?? false}>
      <DeadEnd
        icon="check"
        title={t('loggedOut.title')}
        lead={t('loggedOut.lead')}
        lost={t('loggedOut.lost')}
        now={t('loggedOut.now')}
        way={{ href: '/portal', label: t('loggedOut.again') }}
      />
    </Shell>
  );
}
