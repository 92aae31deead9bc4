/** Users of an organisation, as `@segl/protocol/json` describes it. */
import type {
  NewUser,
  OrganisationLog,
  OrganisationUser,
  OrganisationUsers,
  UserChange,
} from '@segl/protocol/json';
import { requestJson, sendJson } from './problem.ts';
import { organisationPath } from './sender.ts';

const usersPath = (organisation: string) => `${organisationPath(organisation)}/users`;
const userPath = (organisation: string, id: string) => `${usersPath(organisation)}/${encodeURIComponent(id)}`;

export async function fetchUsers(organisation: string): Promise<OrganisationUsers> {
  return (await requestJson(usersPath(organisation))) as OrganisationUsers;
}

export async function fetchLog(organisation: string, after: string | undefined): Promise<OrganisationLog> {
  const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
  return (await requestJson(`${organisationPath(organisation)}/log${query}`)) as OrganisationLog;
}

export async function addUser(organisation: string, user: NewUser): Promise<OrganisationUser> {
  return (await sendJson('portal', 'POST', usersPath(organisation), user)) as OrganisationUser;
}

export async function changeUser(
  organisation: string,
  id: string,
  change: UserChange,
): Promise<OrganisationUser> {
  return (await sendJson('portal', 'PATCH', userPath(organisation, id), change)) as OrganisationUser;
}

export async function actOnUser(
  organisation: string,
  id: string,
  act: 'deactivate' | 'reactivate' | 'invite',
): Promise<void> {
  await sendJson('portal', 'POST', `${userPath(organisation, id)}/${act}`, {});
}
