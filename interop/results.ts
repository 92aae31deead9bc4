/** What the client's jobs left behind, and the damaged copies of it. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEvidencePackage } from '@segl/formats/asice';
import { CORPUS } from './corpus.ts';
import type { Damage } from './damage.ts';

/** A signed file to judge. */
export interface Sample {
  readonly id: string;
  readonly kind: 'xades' | 'pades' | 'asice';
  readonly file: string;
  /** Folder of the documents that a XAdES refers to. */
  readonly documents: string;
  /** Absent: as it came from the service. */
  readonly damage?: Damage;
}

const kinds = ['xades', 'pades', 'asice'] as const;

/** Without the samples of the corpus: damage to one is like damage to another. */
export const ofClient = ({ id }: Sample): boolean => !id.startsWith(CORPUS);

/** Every XAdES and PAdES in the folder of results, and an evidence package of each job's XAdES. */
export async function findResults(folder: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const job of (await readdir(folder)).sort()) {
    await packEvidence(join(folder, job));
    const documents = join(folder, job, 'documents');
    for (const name of (await readdir(join(folder, job))).sort()) {
      const kind = kinds.find((one) => name.includes(`.${one}.`));
      if (kind !== undefined)
        samples.push({ id: `${job}/${name}`, kind, file: join(folder, job, name), documents });
    }
  }
  return samples;
}

/** As the service packs it: the official client's downloads in a container. Our own client got the service's. */
async function packEvidence(job: string): Promise<void> {
  const files = (await readdir(job)).filter((name) => name.endsWith('.xades.xml'));
  if (files.length === 0 || (await readdir(job)).includes('evidence.asice.zip')) return;
  const folder = join(job, 'documents');
  const read = async (name: string) => ({
    name,
    mime: name.endsWith('.txt') ? 'text/plain' : 'application/pdf',
    bytes: await readFile(join(folder, name)),
  });
  const documents = await Promise.all((await readdir(folder)).sort().map(read));
  const signatures = await Promise.all(
    files.sort().map(async (name) => ({ xades: await readFile(join(job, name)) })),
  );
  await writeFile(join(job, 'evidence.asice.zip'), await buildEvidencePackage(documents, signatures));
}
