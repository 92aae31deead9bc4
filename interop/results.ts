/** What the client's jobs left behind, and the damaged copies of it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Damage } from './damage.ts';

/** A signed file to judge. */
export interface Sample {
  readonly id: string;
  readonly kind: 'xades' | 'pades';
  readonly file: string;
  /** Folder of the documents that a XAdES refers to. */
  readonly documents: string;
  /** Absent: as it came from the service. */
  readonly damage?: Damage;
}

/** Every XAdES and PAdES in the folder of results. */
export async function findResults(folder: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const job of (await readdir(folder)).sort()) {
    const documents = join(folder, job, 'documents');
    for (const name of (await readdir(join(folder, job))).sort()) {
      const kind = name.endsWith('.xades.xml') ? 'xades' : name.endsWith('.pades.pdf') ? 'pades' : undefined;
      if (kind !== undefined)
        samples.push({ id: `${job}/${name}`, kind, file: join(folder, job, name), documents });
    }
  }
  return samples;
}
