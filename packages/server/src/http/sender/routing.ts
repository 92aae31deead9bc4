/** What every part of the sender portal's API is given. */
import type { ManageUsersDeps } from '../../organisations/manage-users.ts';
import type { MyOrganisationsDeps } from '../../organisations/my-organisations.ts';
import type { ApiAccessRoutesDeps } from './api-access-routes.ts';
import type { Callers } from './callers.ts';
import type { DraftsDeps } from './drafts-routes.ts';
import type { JobsDeps } from './jobs-routes.ts';
import type { OperatorRoutesDeps } from './operator-routes.ts';
import type { SettingsRoutesDeps } from './settings-routes.ts';

/** The use cases' needs, together. */
export type SenderDeps = MyOrganisationsDeps &
  JobsDeps &
  DraftsDeps &
  ManageUsersDeps &
  SettingsRoutesDeps &
  ApiAccessRoutesDeps &
  OperatorRoutesDeps;

export type SenderRouting = SenderDeps & Callers;
