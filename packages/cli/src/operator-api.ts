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
  const response = await (body === undefined
    ? ask(method, path, {})
    : ask(method, path, { 'content-type': 'application/json' }, JSON.stringify(body)));
  if (response.status === 204) return undefined;
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(inWords(answer as Refusal));
  return answer;
}

/** @throws Error in words for whoever typed the command */
export async function sendOperatorFile(path: string, type: string, file: Uint8Array): Promise<Uint8Array> {
  const response = await ask('POST', path, { 'content-type': type }, file);
  if (!response.ok) throw new Error(inWords((await response.json()) as Refusal));
  return new Uint8Array(await response.arrayBuffer());
}

async function ask(
  method: Method,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string | Uint8Array,
): Promise<Response> {
  const { url, token } = await localAccess();
  return fetch(`${url}/sender/api/operator/${path}`, {
    method,
    headers: { ...headers, authorization: `Bearer ${token}`, 'x-segl-portal': '1' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body) }),
  }).catch(() => {
    throw new Error(`Segl does not answer at ${url}. Is it running?`);
  });
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
