/** Email addresses and mobile numbers, as senders give them and as messages are sent to them. */
import type { KnownContact, Signer } from './model.ts';

/** Longest path of an address in SMTP without its angle brackets (RFC 5321, 4.5.3.1.3). */
const longestEmail = 254;

/**
 * Whether mail can be sent to it: `local@domain` in one word, a domain of two labels or more. Narrower than RFC 5322
 * on purpose: no quoting, comments or line breaks can slip into a message's header.
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > longestEmail) return false;
  const [local = '', domain = '', ...more] = text.split('@');
  return (
    more.length === 0 &&
    /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local) &&
    local.length <= 64 &&
    /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$/u.test(
      domain,
    )
  );
}

/**
 * A mobile number as gateways take it (ITU-T E.164, `+4799…`): 8 Norwegian digits, or an international number with `+`
 * or `00`; spaces between digits are put up with. Undefined for anything else.
 */
export function toE164(mobile: string): string | undefined {
  if (!/^(\+|00)?[\d ]{8,24}$/.test(mobile)) return undefined;
  const digits = mobile.replaceAll(' ', '');
  if (/^\d{8}$/.test(digits)) return /^[49]/.test(digits) ? `+47${digits}` : undefined;
  const international = digits.replace(/^(\+|00)/, '');
  if (international === digits || !/^[1-9]\d{7,14}$/.test(international)) return undefined;
  return `+${international}`;
}

/** Where a signer is notified now: given by the sender, or last known from the register. */
export function contactOf(signer: Pick<Signer, 'notifications' | 'knownContact'>): KnownContact {
  const { notifications, knownContact } = signer;
  if (notifications?.kind === 'addresses') {
    const { email, mobile } = notifications;
    return { ...(email !== undefined && { email }), ...(mobile !== undefined && { mobile }) };
  }
  return knownContact ?? {};
}
