/** The sender portal's JSON API: where it is, and who is logged in. Each part of the portal has its own file beside. */
import type { FieldProblem, Me } from '@segl/protocol/json';
import { Problem, requestJson } from './problem.ts';

/** Below it is everything of one organisation. */
export function organisationPath(number: string): string {
  return `/sender/api/organisations/${encodeURIComponent(number)}`;
}

export async function fetchMe(): Promise<Me> {
  return (await requestJson('/sender/api/me')) as Me;
}

/** The fields that were refused, if that is what happened. */
export function fieldProblems(error: unknown): readonly FieldProblem[] {
  if (!(error instanceof Problem) || error.code !== 'FIELDS_INVALID') return [];
  return (error.details['problems'] ?? []) as readonly FieldProblem[];
}
