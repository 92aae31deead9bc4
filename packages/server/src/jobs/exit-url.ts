/** The sender's addresses that a signer is sent back to. */
import { ServiceError } from '../errors.ts';
import type { ExitUrls } from './model.ts';
import type { Transaction } from './ports.ts';
import { sha256Hex } from './secrets.ts';

const longest = 500;
const parameter = 'status_query_token';
/** Anything but the visible characters of ASCII: such a URL means different things to different readers. */
const outsideAscii = /[^\x21-\x7e]/;

/**
 * Checks the three exit-urls of a job: absolute, https (or http where allowed), no credentials, ASCII, ≤ 500.
 * @throws ServiceError EXIT_URL_NOT_ALLOWED naming the element
 */
export function checkExitUrls(urls: ExitUrls, allowHttp: boolean): void {
  for (const [element, url] of [
    ['completion-url', urls.completion],
    ['rejection-url', urls.rejection],
    ['error-url', urls.error],
  ] as const) {
    const problem = problemOf(url, allowHttp);
    if (problem !== undefined) throw new ServiceError('EXIT_URL_NOT_ALLOWED', `The ${element} ${problem}.`);
  }
}

function problemOf(url: string, allowHttp: boolean): string | undefined {
  if (url.length > longest) return `is longer than ${longest} characters`;
  if (outsideAscii.test(url)) {
    return 'holds white space or characters outside ASCII; percent-encode them (RFC 3986)';
  }
  if (url.includes('\\')) return 'holds a backslash; percent-encode it (RFC 3986)';
  const schemes = allowHttp ? 'https:// or http://' : 'https://';
  if (!/^https?:\/\/[^/?#]/i.test(url)) return `must be an absolute URL beginning with ${schemes}`;
  if (!URL.canParse(url)) return 'is not a valid URL';
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && !allowHttp) return `must begin with ${schemes}`;
  if (parsed.username !== '' || parsed.password !== '' || /^https?:\/\/[^/?#]*@/i.test(url)) {
    return 'must not hold a user name or password';
  }
  return undefined;
}

/** Appends the token to an exit-url, keeping the URL's own query and fragment as they are, byte for byte. */
export function withStatusQueryToken(exitUrl: string, token: string): string {
  const hash = exitUrl.indexOf('#');
  const [address, fragment] = hash === -1 ? [exitUrl, ''] : [exitUrl.slice(0, hash), exitUrl.slice(hash)];
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
  return `${address}${joint}${parameter}=${encodeURIComponent(token)}${fragment}`;
}

/**
 * A signer comes out of the ceremony: makes `token` a working status query token of the job and returns the exit-url
 * with it. The same token again is no new one.
 */
export async function leaveCeremony(
  tx: Transaction,
  jobId: bigint,
  exitUrl: string,
  token: string,
): Promise<string> {
  await tx.insertStatusQueryToken(jobId, sha256Hex(token));
  return withStatusQueryToken(exitUrl, token);
}
