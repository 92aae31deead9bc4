/** Between signers and the contact register: whom to ask about, and what is kept of the answer. */
import type { RegisteredContact } from './contact-register.ts';
import type { KnownContact, Signer } from './model.ts';

/** The number of a signer whose contact details are the register's. */
export function registeredNumber({ address, notifications }: Signer): string | undefined {
  return notifications?.kind === 'lookup' && address.kind === 'personal-identification-number'
    ? address.value
    : undefined;
}

/** What the register said, as it is kept. */
export function knownContact({ email, mobile, language }: RegisteredContact): KnownContact {
  return {
    ...(email !== undefined && { email }),
    ...(mobile !== undefined && { mobile }),
    ...(language !== undefined && { language }),
  };
}
