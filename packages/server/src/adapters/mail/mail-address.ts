/** What may stand as an address in an SMTP envelope. */

/**
 * One address and nothing else: no name, no list, no quoting, no domain literal. Letters of any alphabet are allowed on
 * both sides (RFC 6531); whether the mail server takes them it says itself.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  return LOCAL.test(local) && local.length <= 64 && domain.split('.').every((label) => LABEL.test(label));
}

/** Dot-atom of RFC 5322, section 3.2.3, with the letters of RFC 6532. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;
