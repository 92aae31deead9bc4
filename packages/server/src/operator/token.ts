/** The token by which programs on the same machine act as the operator: a file that only the service's user can read. */
import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const OPERATOR_TOKEN_FILE = 'operator-token';

/** Another at each start. */
export async function writeOperatorToken(data: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const file = join(data, OPERATOR_TOKEN_FILE);
  await writeFile(`${file}.new`, `${token}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return token;
}
