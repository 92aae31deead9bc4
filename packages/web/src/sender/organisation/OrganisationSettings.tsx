import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Route, Routes } from 'react-router';
import { NotFoundPage } from '../../link/NotFoundPage.tsx';
import { useOrganisation } from '../use-me.ts';
import { ApiAccessPage } from './api-access/ApiAccessPage.tsx';
import { ApiErrorsPage } from './api-access/ApiErrorsPage.tsx';
import { SettingsPage } from './settings/SettingsPage.tsx';
import { AddUser } from './users/AddUser.tsx';
import { EditUser } from './users/EditUser.tsx';
import { UsersPage } from './users/UsersPage.tsx';
import './organisation.css';

/** `/sender/{number}/settings/…`, for account managers; to others these pages do not exist. */
export function OrganisationSettings() {
  const { role } = useOrganisation();
  if (role !== 'ACCOUNT_MANAGER') return <NotFoundPage />;
  return (
    <Parts>
      <Routes>
        <Route index element={<SettingsPage />} />
        <Route path="users" element={<UsersPage />} />
        <Route path="users/new" element={<AddUser />} />
        <Route path="users/:user" element={<EditUser />} />
        <Route path="api-access" element={<ApiAccessPage />} />
        <Route path="api-access/errors" element={<ApiErrorsPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Parts>
  );
}

function Parts({ children }: { children: ReactNode }) {
  const { t } = useTranslation('sender');
  const base = `/sender/${useOrganisation().number}/settings`;
  return (
    <>
      <nav className="segl-parts" aria-label={t('shell.settings')}>
        <ul>
          <li>
            <NavLink end to={base}>
              {t('settings.title')}
            </NavLink>
          </li>
          <li>
            <NavLink to={`${base}/users`}>{t('shell.users')}</NavLink>
          </li>
          <li>
            <NavLink to={`${base}/api-access`}>{t('shell.apiAccess')}</NavLink>
          </li>
        </ul>
      </nav>
      {children}
    </>
  );
}
