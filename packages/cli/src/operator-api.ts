/** Asks the running service as its operator, by the file it writes for that into its data folder. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { localAccessFile, readConfig, type LocalAccess } from '@segl/server';
import { distFolder } from '@segl/web/dist';

type Method = 'GET' | 'POST' | 'PATCH';

/**
 * @param path below `/sender/api/operator/`
 * @throws Error in words for whoever typed the command
 */
export async function askOperator(method: Method, path: string, body?: object): Promise<unknown> {
  const { url, token } = await localAccess();
  const response = await fetch(`${url}/sender/api/operator/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'x-segl-portal': '1',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error(`Segl does not answer at ${url}. Is it running?`);
  });
  if (response.status === 204) return undefined;
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(inWords(answer as Refusal));
  return answer;
}

interface Refusal {
  readonly code: string;
  readonly detail?: string;
  readonly problems?: readonly { readonly pointer: string; readonly detail: string }[];
}

function inWords({ code, detail, problems }: Refusal): string {
  if (problems !== undefined) {
    return problems.map((problem) => `${problem.pointer.slice(1)}: ${problem.detail}`).join('\n');
  }
  return detail === undefined ? code : `${detail} (${code})`;
}

async function localAccess(): Promise<LocalAccess> {
  const file = localAccessFile(dataFolder());
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const why =
      (error as NodeJS.ErrnoException).code === 'EACCES' ? 'may not be read by you' : 'is not there';
    throw new Error(
      `${file} ${why}. Start Segl first, and run this as its user with its SEGL_DATA or SEGL_CONFIG.`,
    );
  });
  return JSON.parse(text) as LocalAccess;
}

function dataFolder(): string {
  const config = process.env['SEGL_CONFIG'];
  return config === undefined
    ? resolve(process.env['SEGL_DATA'] ?? 'data')
    : readConfig(config, distFolder).data;
}
