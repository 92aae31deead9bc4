import type { Me } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes, useParams } from 'react-router';
import { DeadEnd } from '../../components/DeadEnd/DeadEnd.tsx';
import { Shell } from '../../components/Shell/Shell.tsx';
import { NotFoundPage } from '../../link/NotFoundPage.tsx';
import { DraftsPages } from '../create/DraftsPages.tsx';
import { JobsPages } from '../jobs/JobsPages.tsx';
import { OrganisationSettings } from '../organisation/OrganisationSettings.tsx';
import { OrganisationContext } from '../use-me.ts';
import { SenderShell } from './SenderShell.tsx';

/** `/sender/{number}/…`: the pages of one organisation. */
export function OrganisationPages({ me, test }: { me: Me; test: boolean }) {
  const { t } = useTranslation('sender');
  const { organisation: number } = useParams();
  const organisation = me.organisations.find((one) => one.number === number);
  if (organisation === undefined) {
    return (
      <Shell test={test} loggedIn>
        <DeadEnd
          icon="person"
          title={t('shell.notHereTitle')}
          lead={t('shell.noAccess')}
          now={t('shell.noAccessNow')}
          way={{ href: '/sender', label: t('shell.choose') }}
        />
      </Shell>
    );
  }
  return (
    <OrganisationContext value={organisation}>
      <SenderShell me={me} test={test}>
        <Routes>
          <Route index element={<Navigate to="jobs/waiting" replace />} />
          <Route path="jobs/*" element={<JobsPages />} />
          <Route path="drafts/*" element={<DraftsPages kind="draft" />} />
          <Route path="templates/*" element={<DraftsPages kind="template" />} />
          <Route path="settings/*" element={<OrganisationSettings />} />
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </SenderShell>
    </OrganisationContext>
  );
}
