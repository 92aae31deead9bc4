/** The one-time code of a link, as `@segl/protocol/json` describes it. The service is our own: answers are believed. */
import type { CodeProblem, CodeRequest, EndedBecause, PortalLocation } from '@segl/protocol/json';
import { postJson, type Problem } from './problem.ts';

/** Why a code was not taken. */
export type CodeRefusal =
  | { kind: 'wrong'; triesLeft: number }
  /** Nothing was tried: asked too fast. */
  | { kind: 'wait'; seconds: number }
  | { kind: 'over'; because: 'BLOCKED' | EndedBecause };

/** Seconds to wait when the service did not say how long. */
const aWhile = 60;

const base = (token: string) => `/sign/${encodeURIComponent(token)}/api`;

/** With the right code, the browser goes to `location`. @throws {Problem} which {@link codeRefusal} explains */
export async function tryCode(token: string, code: string): Promise<PortalLocation> {
  const body: CodeRequest = { code };
  return (await postJson('portal', `${base(token)}/code`, body)) as PortalLocation;
}

/** Asks for a new code. The answer never tells whether there is such a link. @throws {Problem} as {@link tryCode} */
export async function askForNewCode(token: string): Promise<void> {
  await postJson('portal', `${base(token)}/new-code`, {});
}

/** What a problem says about the code; undefined when it says nothing. */
export function codeRefusal({ code, details }: Problem): CodeRefusal | undefined {
  const { triesLeft, endedBecause, retryAfterSeconds } = details as Partial<CodeProblem>;
  switch (code) {
    case 'CODE_WRONG':
      return { kind: 'wrong', triesLeft: triesLeft ?? 1 };
    case 'LINK_BLOCKED':
      return { kind: 'over', because: 'BLOCKED' };
    case 'JOB_ENDED':
      return { kind: 'over', because: endedBecause ?? 'ENDED' };
    case 'TOO_MANY_REQUESTS':
      return { kind: 'wait', seconds: retryAfterSeconds ?? aWhile };
    default:
      return undefined;
  }
}
