import type { ProblemDetails } from '@segl/protocol/json';

/** The service answered with a problem, or not at all (`UNREACHABLE`). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

function isProblemDetails(value: unknown): value is Pick<ProblemDetails, 'code'> {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}

/**
 * Sends a request to our own origin and reads the JSON answer.
 * @throws {Problem} for every answer that is not 2xx, with the service's code, and when there is no answer
 */
export async function requestJson(path: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new Problem('UNREACHABLE', 0);
  }
  try {
    body = await response.json();
  } catch {
    throw new Problem(response.ok ? 'UNREACHABLE' : 'UNKNOWN', response.status);
  }
  if (!response.ok) throw new Problem(isProblemDetails(body) ? body.code : 'UNKNOWN', response.status);
  return body;
}
