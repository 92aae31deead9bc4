/** What both demos share: the sandbox they run against, the signer, and the files they leave. */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ConnectionSettings, DirectClient, PortalClient } from '@segl/client';

export const SIGNER = { number: '14838522190', name: 'Åse Østby-Ærfugl' };

/** The sandbox's municipality as the sender. @throws Error when the sandbox has not been started */
export async function sandboxSettings(): Promise<ConnectionSettings> {
  const certificates = join(resolve(process.env['SEGL_DATA'] ?? 'data'), 'sandbox');
  return {
    apiUrl: `https://localhost:${process.env['SEGL_API_PORT'] ?? '8443'}`,
    organizationNumber: '310000019',
    ca: await readPem(join(certificates, 'ca.pem')),
    certificate: await readPem(join(certificates, 'public.pem')),
    key: await readPem(join(certificates, 'public-key.pem')),
  };
}

export function webUrl(): string {
  return `http://localhost:${process.env['SEGL_WEB_PORT'] ?? '8080'}`;
}

/** What the sandbox's clock shows, in milliseconds since 1970; it may have been moved. */
export async function sandboxNow(): Promise<number> {
  const answer = await fetch(`${webUrl()}/sandbox/api/clock`);
  const { now } = (await answer.json()) as { now: string };
  return Date.parse(now);
}

/** Downloads to `demo/` and returns the files' paths, the PDF first. */
export async function save(
  client: Pick<DirectClient | PortalClient, 'pades' | 'xades'>,
  job: { signatureJobId: bigint; padesUrl: string; xadesUrls: readonly string[] },
): Promise<[pades: string, ...xades: string[]]> {
  const folder = resolve('demo');
  await mkdir(folder, { recursive: true });
  const pades = join(folder, `job-${job.signatureJobId}.pdf`);
  await pipeline(await client.pades(job.padesUrl), createWriteStream(pades));
  const saved: [string, ...string[]] = [pades];
  for (const [index, url] of job.xadesUrls.entries()) {
    const xades = join(folder, `job-${job.signatureJobId}-signer-${index + 1}.xml`);
    await pipeline(await client.xades(url), createWriteStream(xades));
    saved.push(xades);
  }
  return saved;
}

export function tellWhatWasSaved(step: number, saved: readonly [pades: string, ...xades: string[]]): void {
  console.log(`${step}. Saved and confirmed:\n${saved.map((file) => `   ${file}`).join('\n')}\n`);
  console.log(`Check it: pdfsig '${saved[0]}'   (Debian: apt install poppler-utils)`);
}

async function readPem(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file} is not there: start the sandbox first (npm start)`, { cause });
  });
}
