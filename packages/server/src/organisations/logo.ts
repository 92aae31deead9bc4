/** An organisation's logo, as signers see it. */
import { fieldsInvalid } from '../errors.ts';
import type { Blobs, Clock, Store, Transaction } from '../jobs/ports.ts';
import { requireRight, type SenderCaller } from './actor.ts';

export type LogoProblem = 'LOGO_TYPE' | 'LOGO_TOO_MANY_PIXELS' | 'LOGO_DAMAGED';

/** Makes a PNG of at most 512 × 512 pixels and without metadata of a PNG or JPEG. */
export interface LogoReader {
  /** @throws ServiceError TEMPORARILY_UNAVAILABLE */
  read(bytes: Uint8Array): Promise<{ readonly png: Uint8Array } | { readonly problem: LogoProblem }>;
}

const details: Readonly<Record<LogoProblem, string>> = {
  LOGO_TYPE: 'The logo must be a PNG or a JPEG',
  LOGO_TOO_MANY_PIXELS: 'The logo must have at most 4096 times 4096 pixels',
  LOGO_DAMAGED: 'The picture cannot be read',
};

export interface LogoDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly logos: LogoReader;
}

/** @throws ServiceError NOT_A_USER, NOT_PERMITTED, FIELDS_INVALID, TEMPORARILY_UNAVAILABLE */
export async function changeLogo(
  { store, clock, blobs, logos }: LogoDeps,
  caller: SenderCaller,
  picture: Uint8Array,
): Promise<void> {
  // Before the work: strangers get no pictures read.
  await store.read((reading) => requireRight(reading, caller, 'manage-settings', clock.now()));
  const read = await logos.read(picture);
  if ('problem' in read) {
    throw fieldsInvalid([{ pointer: '/logo', code: read.problem, detail: details[read.problem] }]);
  }
  const sha256 = await blobs.put(read.png);
  await store.transaction(async (tx) => {
    if ((await tx.useBlobs([sha256])).length > 0) await blobs.put(read.png);
    await setLogo(tx, caller, sha256, clock.now());
  });
}

/** Again is no error. @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export async function removeLogo({ store, clock }: LogoDeps, caller: SenderCaller): Promise<void> {
  await store.transaction((tx) => setLogo(tx, caller, undefined, clock.now()));
}

async function setLogo(
  tx: Transaction,
  caller: SenderCaller,
  sha256: string | undefined,
  now: number,
): Promise<void> {
  await tx.lockOrganisation(caller.organisation);
  const { user, organisation } = await requireRight(tx, caller, 'manage-settings', now);
  const { logoSha256: before, ...rest } = organisation;
  if (before === sha256) return;
  await tx.putOrganisation({ ...rest, ...(sha256 !== undefined && { logoSha256: sha256 }) });
  await tx.appendOrganisationEvent(organisation.number, {
    at: now,
    kind: sha256 === undefined ? 'LOGO_REMOVED' : 'LOGO_CHANGED',
    by: user.id,
    data: {},
  });
  if (before !== undefined) await tx.releaseBlobs([before], now);
}
