/** The ceremony's JSON API, as `@segl/protocol/json` describes it. The service is our own, so answers are believed. */
import type {
  CeremonyState,
  Language,
  LinkState,
  RejectRequest,
  SignRequest,
  SignResponse,
} from '@segl/protocol/json';
import { postJson, requestJson } from './problem.ts';

const base = (ceremonyId: string) => `/ceremony/${encodeURIComponent(ceremonyId)}/api`;

function post(path: string, body: SignRequest | RejectRequest): Promise<unknown> {
  return postJson('ceremony', path, body);
}

export async function fetchState(ceremonyId: string): Promise<CeremonyState> {
  return (await requestJson(`${base(ceremonyId)}/state`)) as CeremonyState;
}

/** Starts the log-in for a signature. The browser then goes to `location`. */
export async function sign(ceremonyId: string, language: Language): Promise<SignResponse> {
  return (await post(`${base(ceremonyId)}/sign`, { language })) as SignResponse;
}

export async function reject(ceremonyId: string, reason: string): Promise<CeremonyState> {
  const trimmed = reason.trim();
  return (await post(
    `${base(ceremonyId)}/reject`,
    trimmed === '' ? {} : { reason: trimmed },
  )) as CeremonyState;
}

export async function fetchLinkState(token: string): Promise<LinkState> {
  return (await requestJson(`/redirect/${encodeURIComponent(token)}/state`)) as LinkState;
}
