/** The operator's view, as `@segl/protocol/json` describes it. */
import type {
  Health,
  NewManager,
  NewOrganisation,
  OperatedOrganisation,
  OperatedOrganisations,
  OrganisationRightsChange,
  RetryAnswer,
  RetryRequest,
  StuckTasks,
} from '@segl/protocol/json';
import { requestJson, sendJson } from './problem.ts';

const operatorPath = '/sender/api/operator';
const organisationsPath = `${operatorPath}/organisations`;
const organisationPath = (number: string) => `${organisationsPath}/${encodeURIComponent(number)}`;

export async function fetchOrganisations(): Promise<OperatedOrganisations> {
  return (await requestJson(organisationsPath)) as OperatedOrganisations;
}

export async function createOrganisation(organisation: NewOrganisation): Promise<OperatedOrganisation> {
  return (await sendJson('portal', 'POST', organisationsPath, organisation)) as OperatedOrganisation;
}

export function changeRights(number: string, change: OrganisationRightsChange): Promise<unknown> {
  return sendJson('portal', 'PATCH', organisationPath(number), change);
}

export function addManager(number: string, manager: NewManager): Promise<unknown> {
  return sendJson('portal', 'POST', `${organisationPath(number)}/managers`, manager);
}

export function setActive(number: string, active: boolean): Promise<unknown> {
  const act = active ? 'reactivate' : 'deactivate';
  return sendJson('portal', 'POST', `${organisationPath(number)}/${act}`, {});
}

export async function fetchStuckTasks(): Promise<StuckTasks> {
  return (await requestJson(`${operatorPath}/tasks`)) as StuckTasks;
}

export async function retryTasks(which: RetryRequest): Promise<RetryAnswer> {
  return (await sendJson('portal', 'POST', `${operatorPath}/tasks/retry`, which)) as RetryAnswer;
}

export async function fetchHealth(): Promise<Health> {
  return (await requestJson(`${operatorPath}/health`)) as Health;
}
