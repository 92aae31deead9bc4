/** Sealed documents with their next time-stamp, by `segl preserve` and the running sandbox. */
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sample } from './results.ts';

/** Renews each sample twice; the copies lie in `folder`. */
export async function renewed(
  repository: string,
  data: string,
  samples: readonly Sample[],
  folder: string,
): Promise<Sample[]> {
  const copies: Sample[] = [];
  for (const sample of samples) {
    const [once, twice] = ['once', 'twice'].map((times) =>
      join(folder, sample.id.replaceAll('/', '-'), times),
    );
    await preserve(repository, data, sample.file, once ?? '');
    const first = join(once ?? '', basename(sample.file));
    await preserve(repository, data, first, twice ?? '');
    const file = join(twice ?? '', basename(sample.file));
    copies.push({ ...sample, id: `${sample.id} (renewed twice)`, file });
  }
  return copies;
}

async function preserve(repository: string, data: string, file: string, out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    ['packages/cli/src/main.ts', 'preserve', file, '--out', out],
    { cwd: repository, env: { ...process.env, SEGL_DATA: data }, encoding: 'utf8', timeout: 60_000 },
  );
  if (status !== 0) throw new Error(`segl preserve failed: ${stderr}`);
}
