/** What an organisation decides itself, as `@segl/protocol/json` describes it. */
import type { OrganisationSettingsChange, OrganisationSettingsView } from '@segl/protocol/json';
import { requestJson, sendJson } from './problem.ts';
import { organisationPath } from './sender.ts';

const settingsPath = (organisation: string) => `${organisationPath(organisation)}/settings`;

export async function fetchSettings(organisation: string): Promise<OrganisationSettingsView> {
  return (await requestJson(settingsPath(organisation))) as OrganisationSettingsView;
}

export async function changeSettings(
  organisation: string,
  change: OrganisationSettingsChange,
): Promise<OrganisationSettingsView> {
  return (await sendJson('portal', 'PATCH', settingsPath(organisation), change)) as OrganisationSettingsView;
}

/** @throws Problem */
export async function putLogo(organisation: string, picture: File): Promise<void> {
  const headers = { 'content-type': picture.type, 'x-segl-portal': '1' };
  await requestJson(`${settingsPath(organisation)}/logo`, { method: 'PUT', headers, body: picture });
}

/** @throws Problem */
export async function removeLogo(organisation: string): Promise<void> {
  const headers = { 'x-segl-portal': '1' };
  await requestJson(`${settingsPath(organisation)}/logo`, { method: 'DELETE', headers });
}
