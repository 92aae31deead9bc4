/** A session for a signer who arrives by another way than a redirect-url, which stays as it is. */
import { sha256Hex } from '../jobs/secrets.ts';
import type { AuthenticationLevel } from '../jobs/model.ts';
import type { CeremonyDeps } from './ports.ts';
import { SESSION_MS } from './session.ts';

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
  const sessionToken = random.token();
  const id = random.uuid();
  const wall = clock.wall();
  return store.transaction(async (tx) => {
    const job = await tx.job(jobId);
    const signer = job?.signers.find(
      (candidate) => 'value' in candidate.address && candidate.address.value === address,
    );
    if (job === undefined || signer === undefined) return undefined;
    await tx.insertCeremonySession({
      id,
      tokenHash: sha256Hex(sessionToken),
      jobId,
      signerId: signer.id,
      createdAt: wall,
      expiresAt: wall + SESSION_MS,
    });
    const byNumber = signer.address.kind === 'personal-identification-number';
    return {
      ceremonyId: id,
      sessionToken,
      level: job.requiredAuthentication,
      personalIdentificationNumber: byNumber ? address : undefined,
    };
  });
}
