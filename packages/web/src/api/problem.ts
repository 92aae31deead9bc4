import type { ProblemDetails } from '@segl/protocol/json';

/** The service answered with a problem, or not at all (`UNREACHABLE`). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly status: number;
  /** All members of the answer, extension members too. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

function isProblemDetails(
  value: unknown,
): value is Pick<ProblemDetails, 'code'> & Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}

/**
 * Sends a request to our own origin and reads the JSON answer; undefined for one without content.
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
  if (response.status === 204) return undefined;
  try {
    body = await response.json();
  } catch {
    throw new Problem(response.ok ? 'UNREACHABLE' : 'UNKNOWN', response.status);
  }
  if (response.ok) return body;
  if (isProblemDetails(body)) throw new Problem(body.code, response.status, body);
  throw new Problem('UNKNOWN', response.status);
}

/** True when the service answered, and the answer was a refusal (4xx). */
export function isRefusal(error: unknown): error is Problem {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}

/** {@link sendJson} with POST. */
export function postJson(area: 'ceremony' | 'portal', path: string, body: object): Promise<unknown> {
  return sendJson(area, 'POST', path, body);
}

/** Sends a change; the header tells the service that it comes from its own page. @throws {Problem} as `requestJson` */
export function sendJson(
  area: 'ceremony' | 'portal',
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: object,
): Promise<unknown> {
  return requestJson(path, {
    method,
    headers: { 'content-type': 'application/json', [`x-segl-${area}`]: '1' },
    body: JSON.stringify(body),
  });
}
