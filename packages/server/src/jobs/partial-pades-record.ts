/** Which blob holds a job's latest partial PAdES: made on request, so kept beside the job and not in it. */
import type { Transaction } from './ports.ts';

export interface PartialPadesRecord {
  /** A hash over what the document shows. */
  readonly shown: string;
  readonly sha256: string;
}

const nameOf = (jobId: bigint): string => `partial-pades:${jobId}`;

export async function partialPadesRecord(
  tx: Transaction,
  jobId: bigint,
): Promise<PartialPadesRecord | undefined> {
  const [shown, sha256] = (await tx.setting(nameOf(jobId)))?.split(' ') ?? [];
  return shown === undefined || sha256 === undefined ? undefined : { shown, sha256 };
}

export async function recordPartialPades(
  tx: Transaction,
  jobId: bigint,
  { shown, sha256 }: PartialPadesRecord,
): Promise<void> {
  await tx.putSetting(nameOf(jobId), `${shown} ${sha256}`);
}
