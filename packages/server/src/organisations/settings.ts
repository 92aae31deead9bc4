/** What account managers decide for their organisation. */
import type { OrganisationSettingsChange, OrganisationSettingsView } from '@segl/protocol/json';
import { requireGlyphs } from '@segl/formats/pdf';
import { FormatError } from '@segl/formats/errors';
import { fieldsInvalid } from '../errors.ts';
import { isEmailAddress } from '../jobs/contact-addresses.ts';
import type { Organisation } from '../jobs/model.ts';
import type { Clock, Store } from '../jobs/ports.ts';
import { oneLine } from '../notifications/plain-words.ts';
import { requireRight, type SenderCaller } from './actor.ts';

export interface SettingsDeps {
  readonly store: Store;
  readonly clock: Clock;
}

const longestName = 80;

/** @throws ServiceError NOT_A_USER, NOT_PERMITTED */
export async function showSettings(
  { store, clock }: SettingsDeps,
  caller: SenderCaller,
): Promise<OrganisationSettingsView> {
  const right = 'manage-settings';
  const { organisation } = await store.read((reading) => requireRight(reading, caller, right, clock.now()));
  return viewOf(organisation);
}

/** Changes what is given. @throws ServiceError NOT_A_USER, NOT_PERMITTED, FIELDS_INVALID */
export async function changeSettings(
  { store, clock }: SettingsDeps,
  caller: SenderCaller,
  change: OrganisationSettingsChange,
): Promise<OrganisationSettingsView> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    await tx.lockOrganisation(caller.organisation);
    const { user, organisation } = await requireRight(tx, caller, 'manage-settings', now);
    const { senderAddress, ...wished } = { ...viewOf(organisation), ...change };
    const { logo: _, name, ...chosen } = wished;
    const after: Organisation = {
      ...withoutAddress(organisation),
      ...chosen,
      ...readTexts({ name, senderAddress }),
    };
    const what = different(organisation, after);
    if (what.length === 0) return viewOf(organisation);
    await tx.putOrganisation(after);
    const data = { what: what.join(' '), longTermStorage: after.longTermStorage, keptDays: after.keptDays };
    await tx.appendOrganisationEvent(organisation.number, {
      at: now,
      kind: 'SETTINGS_CHANGED',
      by: user.id,
      data,
    });
    return viewOf(after);
  });
}

function viewOf(organisation: Organisation): OrganisationSettingsView {
  const { number, name, senderAddress = '', language, longTermStorage, keptDays } = organisation;
  const { notificationChoices, codeBySms, logoSha256 } = organisation;
  return {
    name,
    senderAddress,
    language,
    longTermStorage,
    keptDays,
    notificationChoices,
    codeBySms,
    // Another picture has another address, so that browsers do not show the one before.
    ...(logoSha256 !== undefined && { logo: `/logos/${number}?${logoSha256.slice(0, 8)}` }),
  };
}

function withoutAddress({ senderAddress: _, ...organisation }: Organisation): Organisation {
  return organisation;
}

function different(before: Organisation, after: Organisation): string[] {
  const names = Object.keys({ ...before, ...after }) as (keyof Organisation)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).sort();
}

function readTexts({ name, senderAddress }: { readonly name: string; readonly senderAddress: string }) {
  const problems: Parameters<typeof fieldsInvalid>[0][number][] = [];
  const refuse = (field: string, code: string, detail: string) =>
    problems.push({ pointer: `/${field}`, code, detail });
  const [line, address] = [oneLine(name), senderAddress.trim()];
  if (line === '') refuse('name', 'REQUIRED', 'A name is needed');
  else if (Array.from(line).length > longestName)
    refuse('name', 'TOO_LONG', `At most ${longestName} characters`);
  else if (!isPrintable(line))
    refuse('name', 'NOT_PRINTABLE', 'A character that signed documents cannot show');
  if (address !== '' && !isEmailAddress(address))
    refuse('senderAddress', 'EMAIL_INVALID', 'An address like name@example.org, or nothing');
  if (problems.length > 0) throw fieldsInvalid(problems);
  return { name: line, ...(address !== '' && { senderAddress: address }) };
}

/** The name stands on the front page of every signed document. */
function isPrintable(text: string): boolean {
  try {
    requireGlyphs(text);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
