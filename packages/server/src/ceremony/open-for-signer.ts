/** A session for a signer who arrives by another way than a redirect-url, which stays as it is. */
import type { AuthenticationLevel } from '../jobs/model.ts';
import type { CeremonyDeps } from './ports.ts';
import { newCeremonySession } from './session.ts';

interface OpenedForSigner {
  readonly ceremonyId: string;
  readonly sessionToken: string;
  readonly level: AuthenticationLevel;
  /** Present for a signer addressed by it. */
  readonly personalIdentificationNumber: string | undefined;
}

/** `address` is what the sender named the signer by. Undefined when there is no such job or signer. */
export async function openCeremonyForSigner(
  { store, clock, random }: Pick<CeremonyDeps, 'store' | 'clock' | 'random'>,
  jobId: bigint,
  address: string,
): Promise<OpenedForSigner | undefined> {
  return store.transaction(async (tx) => {
    const job = await tx.job(jobId);
    const signer = job?.signers.find(
      (candidate) => 'value' in candidate.address && candidate.address.value === address,
    );
    if (job === undefined || signer === undefined) return undefined;
    const { record, token } = newCeremonySession({ clock, random }, { jobId, signerId: signer.id });
    await tx.insertCeremonySession(record);
    const byNumber = signer.address.kind === 'personal-identification-number';
    return {
      ceremonyId: record.id,
      sessionToken: token,
      level: job.requiredAuthentication,
      personalIdentificationNumber: byNumber ? address : undefined,
    };
  });
}
