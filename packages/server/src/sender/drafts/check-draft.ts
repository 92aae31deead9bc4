/** What is missing or wrong in a draft that is to be sent, all of it at once, field by field. */
import type { DraftContent, DraftSigner, FieldProblem } from '@segl/protocol/json';
import { isEmailAddress, toE164 } from '../../jobs/contact-addresses.ts';
import type { Organisation } from '../../jobs/model.ts';

const longest = { title: 80, nonSensitiveTitle: 80, description: 220, reference: 50 };
const mostDays = 90;

export interface CheckedAgainst {
  readonly organisation: Organisation;
  /** How many documents there are. */
  readonly documents: number;
  /** Whether signers addressed by number can be found in the contact register. */
  readonly canLookUp: boolean;
}

/** Empty: it can be sent, as far as fields go. Pointers are into the draft's content. */
export function checkDraft(content: DraftContent, against: CheckedAgainst): FieldProblem[] {
  return [...checkInformation(content, against), ...checkSigners(content.signers, against)];
}

function checkInformation(content: DraftContent, { documents }: CheckedAgainst): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const found = (pointer: string, code: string, detail: string) => problems.push({ pointer, code, detail });
  if (documents === 0) found('/documents', 'NO_DOCUMENTS', 'There must be a document');
  if (content.days < 1 || content.days > mostDays) found('/days', 'DAYS', `1 to ${mostDays} days`);
  if (content.title.trim() === '') found('/title', 'MISSING', 'The job needs a title');
  for (const [field, most] of Object.entries(longest)) {
    if (Array.from(content[field as keyof typeof longest]).length > most)
      found(`/${field}`, 'TOO_LONG', `At most ${most} characters`);
  }
  for (const [index, { title }] of content.documents.entries()) {
    const pointer = `/documents/${index}/title`;
    if (title.trim() === '') found(pointer, 'MISSING', 'Each document needs a title');
    else if (Array.from(title).length > longest.title)
      found(pointer, 'TOO_LONG', `At most ${longest.title} characters`);
  }
  if (content.signatureType === 'ADVANCED_ELECTRONIC_SIGNATURE' && documents > 1)
    found('/signatureType', 'ADVANCED_ONE_DOCUMENT', 'Advanced signatures are for one document');
  return problems;
}

function checkSigners(signers: readonly DraftSigner[], against: CheckedAgainst): FieldProblem[] {
  if (signers.length === 0)
    return [{ pointer: '/signers', code: 'NO_SIGNERS', detail: 'There must be a signer' }];
  const seen = new Set<string>();
  return signers.flatMap((signer, index) => {
    const key = signer.by === 'me' ? 'me' : JSON.stringify([signer.by, ...addressOf(signer)]);
    const again = seen.has(key);
    seen.add(key);
    const problems = checkSigner(signer, against).map(({ field, code, detail }) => ({
      pointer: `/signers/${index}/${field}`,
      code,
      detail,
    }));
    if (!again || problems.length > 0) return problems;
    const field = signer.by === 'contact' ? 'email' : 'number';
    return [{ pointer: `/signers/${index}/${field}`, code: 'TWICE', detail: 'Each signer once' }];
  });
}

function addressOf({ by, number = '', email = '', mobile = '' }: DraftSigner): string[] {
  return by === 'number' ? [digits(number)] : [email.trim().toLowerCase(), toE164(mobile) ?? mobile];
}

interface SignerProblem {
  readonly field: 'number' | 'email' | 'mobile';
  readonly code: string;
  readonly detail: string;
}

function checkSigner(signer: DraftSigner, against: CheckedAgainst): SignerProblem[] {
  const { by, number = '', email = '', mobile = '' } = signer;
  const problems: SignerProblem[] = [];
  if (by === 'number' && !/^\d{11}$/.test(digits(number)))
    problems.push({ field: 'number', code: 'NUMBER', detail: '11 digits' });
  if (email.trim() !== '' && !isEmailAddress(email.trim()))
    problems.push({ field: 'email', code: 'EMAIL', detail: 'Not an email address' });
  if (mobile.trim() !== '' && toE164(mobile.trim()) === undefined)
    problems.push({ field: 'mobile', code: 'MOBILE', detail: '8 digits, or + and an international number' });
  if (email.trim() === '' && mobile.trim() === '' && !isFound(signer, against))
    problems.push({ field: 'email', code: 'CONTACT_MISSING', detail: 'An email address or a mobile number' });
  if (by === 'contact' && !against.organisation.contactAddressing)
    problems.push({ field: 'email', code: 'CONTACT_NOT_ALLOWED', detail: 'Address signers by number' });
  return problems;
}

/** Whether the contact register is asked where the signer can be reached. Users' own address is known. */
export function isFound(
  { by, onBehalfOf }: DraftSigner,
  { organisation, canLookUp }: CheckedAgainst,
): boolean {
  if (by === 'me') return true;
  return by === 'number' && organisation.sector === 'public' && canLookUp && onBehalfOf === 'SELF';
}

/** Spaces are how people write long numbers. */
export function digits(number: string): string {
  return number.replaceAll(/\s/g, '');
}
