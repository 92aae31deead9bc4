import type { Me } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { NotFoundPage } from '../../link/NotFoundPage.tsx';
import { SenderShell } from '../shell/SenderShell.tsx';
import { AddOrganisation } from './AddOrganisation.tsx';
import { HealthPage } from './HealthPage.tsx';
import { operatorPath } from './operator-key.ts';
import { OrganisationPage } from './OrganisationPage.tsx';
import { OrganisationsPage } from './OrganisationsPage.tsx';
import { TasksPage } from './TasksPage.tsx';
import '../organisation/organisation.css';
import '../components/rows.css';

/** `/sender/operator/…`, for whoever runs the service. */
export function OperatorPages({ me, test }: { me: Me; test: boolean }) {
  const { t } = useTranslation('sender');
  const [organisation] = me.organisations;
  return (
    <SenderShell
      me={me}
      test={test}
      place={{ path: operatorPath, name: t('shell.operator') }}
      person={me.name ?? organisation?.user.name ?? ''}
      links={[
        { path: 'organisations', text: t('operator.organisations') },
        { path: 'tasks', text: t('operator.tasks') },
        { path: 'health', text: t('operator.health') },
      ]}
    >
      <Routes>
        <Route index element={<Navigate to="organisations" replace />} />
        <Route path="organisations" element={<OrganisationsPage />} />
        <Route path="organisations/new" element={<AddOrganisation />} />
        <Route path="organisations/:number" element={<OrganisationPage />} />
        <Route path="tasks" element={<TasksPage />} />
        <Route path="health" element={<HealthPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </SenderShell>
  );
}
