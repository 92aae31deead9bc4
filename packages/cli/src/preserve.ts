/** `segl preserve`: gives sealed documents that are kept elsewhere their next time-stamp, by the running service. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { sendOperatorFile } from './operator-api.ts';
import { UsageError } from './usage-error.ts';

const usage = `segl preserve FILE… --out FOLDER
--out  where the renewed documents go, by the same names; what is there is not overwritten`;

export async function preserve(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.out === undefined || positionals.length === 0) throw new UsageError(usage);
  for (const file of positionals) {
    const pades = await readFile(file).catch(() => {
      throw new UsageError(`${file} cannot be read`);
    });
    const renewed = await sendOperatorFile('renewals', 'application/pdf', pades).catch((error: unknown) => {
      throw new Error(`${file}: ${error instanceof Error ? error.message : 'unknown'}`);
    });
    const target = join(values.out, basename(file));
    await writeFile(target, renewed, { flag: 'wx' });
    console.log(target);
  }
}
