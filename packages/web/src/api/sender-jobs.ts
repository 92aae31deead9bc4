/** Following jobs, as `@segl/protocol/json` describes it. */
import type {
  CancelRequest,
  DeadlineRequest,
  JobDetails,
  JobList,
  JobPage,
  JobSearch,
  RemindAnswer,
  RemindRequest,
} from '@segl/protocol/json';
import { requestJson, sendJson } from './problem.ts';
import { organisationPath } from './sender.ts';

/** Asked by a page that keeps itself up to date; the session does not go on for it. */
const live = { headers: { 'x-segl-live': '1' } };

const jobsPath = (organisation: string) => `${organisationPath(organisation)}/jobs`;
const jobPath = (organisation: string, id: string) => `${jobsPath(organisation)}/${encodeURIComponent(id)}`;

export async function fetchList(
  organisation: string,
  wish: { readonly list: JobList; readonly mine: boolean; readonly after: string | undefined },
  again: boolean,
): Promise<JobPage> {
  const query = new URLSearchParams({ list: wish.list });
  if (wish.mine) query.set('mine', 'true');
  if (wish.after !== undefined) query.set('after', wish.after);
  return (await requestJson(`${jobsPath(organisation)}?${query}`, again ? live : {})) as JobPage;
}

export async function searchJobs(organisation: string, wish: JobSearch): Promise<JobPage> {
  return (await sendJson('portal', 'POST', `${jobsPath(organisation)}/search`, wish)) as JobPage;
}

export async function fetchJob(organisation: string, id: string, again: boolean): Promise<JobDetails> {
  return (await requestJson(jobPath(organisation, id), again ? live : {})) as JobDetails;
}

export async function remind(
  organisation: string,
  id: string,
  request: RemindRequest,
): Promise<RemindAnswer> {
  return (await sendJson('portal', 'POST', `${jobPath(organisation, id)}/remind`, request)) as RemindAnswer;
}

export function moveDeadline(organisation: string, id: string, request: DeadlineRequest): Promise<unknown> {
  return sendJson('portal', 'POST', `${jobPath(organisation, id)}/deadline`, request);
}

export function cancelJob(organisation: string, id: string, request: CancelRequest): Promise<unknown> {
  return sendJson('portal', 'POST', `${jobPath(organisation, id)}/cancel`, request);
}

export function deleteDocuments(organisation: string, id: string): Promise<unknown> {
  return sendJson('portal', 'DELETE', `${jobPath(organisation, id)}/documents`, {});
}
