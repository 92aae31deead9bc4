/** Signs a portal job for somebody addressed by number, without a browser. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import type { RunningSandbox } from './sandbox.ts';

export async function signAs(
  { apiUrl, data }: RunningSandbox,
  jobId: bigint,
  { number }: { readonly number: string },
): Promise<void> {
  const read = (name: string) => readFile(join(data, 'sandbox', name), 'utf8');
  const [ca, cert, key] = await Promise.all(['ca.pem', 'public.pem', 'public-key.pem'].map(read));
  const dispatcher = new Agent({ connect: { ca, cert, key } });
  try {
    const url = `${apiUrl}/web/portal/signature-jobs/${jobId}/devmodesign?signer=${number}`;
    const answer = await fetch(url, { method: 'POST', dispatcher });
    if (!answer.ok) throw new Error(`devmodesign refused: ${answer.status}`);
  } finally {
    await dispatcher.close();
  }
}
