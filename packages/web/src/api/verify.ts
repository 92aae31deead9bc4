/** The public check of signed files, as `@segl/protocol/json` describes it. */
import type { VerifyReport } from '@segl/protocol/json';
import { requestJson } from './problem.ts';

/** @throws Problem REQUEST_TOO_LARGE, TOO_MANY_REQUESTS */
export async function verifyFile(file: File): Promise<VerifyReport> {
  const headers = { 'content-type': 'application/octet-stream' };
  return (await requestJson('/verify', { method: 'POST', headers, body: file })) as VerifyReport;
}
