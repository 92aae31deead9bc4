/**
 * How programs on the same machine act as the operator (`segl org`, `segl tasks`, `segl health`): a file in the data
 * folder that only the service's user can read, with the service's address and a token.
 */
import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface LocalAccess {
  readonly url: string;
  readonly token: string;
}

export const localAccessFile = (data: string) => join(data, 'operator.json');

/** Another token at each start. */
export async function grantLocalAccess(
  data: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<LocalAccess> {
  const access = { url: localUrl(host, port), token: randomBytes(32).toString('base64url') };
  const file = localAccessFile(data);
  await writeFile(`${file}.new`, `${JSON.stringify(access)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return access;
}

/** Who listens on every address is met on loopback. */
function localUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
