import { Button } from '@digdir/designsystemet-react';
import type { Me } from '@segl/protocol/json';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Route, Routes, useParams } from 'react-router';
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
      <OrganisationShell me={me} test={test} organisation={organisation}>
        <Routes>
          <Route index element={<Navigate to="jobs/waiting" replace />} />
          <Route path="jobs/*" element={<JobsPages />} />
          <Route path="drafts/*" element={<DraftsPages kind="draft" />} />
          <Route path="templates/*" element={<DraftsPages kind="template" />} />
          <Route path="settings/*" element={<OrganisationSettings />} />
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </OrganisationShell>
    </OrganisationContext>
  );
}

interface OrganisationShellProps {
  me: Me;
  test: boolean;
  organisation: Me['organisations'][number];
  children: ReactNode;
}

function OrganisationShell({ me, test, organisation, children }: OrganisationShellProps) {
  const { t } = useTranslation('sender');
  const path = `/sender/${organisation.number}`;
  const manages = organisation.role === 'ACCOUNT_MANAGER';
  const links = [
    { path: 'jobs/waiting', text: t('shell.waiting') },
    { path: 'jobs/stopped', text: t('shell.stopped') },
    { path: 'jobs/signed', text: t('shell.signed') },
    { path: 'jobs/search', text: t('shell.search') },
    { path: 'drafts', text: t('shell.drafts') },
    { path: 'templates', text: t('shell.templates') },
    ...(manages ? [{ path: 'settings', text: t('shell.settings') }] : []),
  ];
  return (
    <SenderShell
      me={me}
      test={test}
      place={{ path, name: organisation.name }}
      person={me.name ?? organisation.user.name}
      links={links}
      act={
        <Button asChild data-size="sm">
          <Link to={`${path}/drafts/new`}>{t('shell.create')}</Link>
        </Button>
      }
    >
      {children}
    </SenderShell>
  );
}
