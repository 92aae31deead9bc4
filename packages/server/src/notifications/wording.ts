/** Which of the texts a notification takes, and the values that stand in them. */
import { writeMoment } from './deadline.ts';
import type { NotificationFacts, NotificationKind } from './facts.ts';
import { oneLine, withoutLinks } from './plain-words.ts';
import { texts, type Texts, type Values } from './texts.ts';

export const serviceName = 'Segl';

export interface Wording {
  readonly texts: Texts;
  readonly values: Values;
  readonly titled: boolean;
  readonly url: string | undefined;
  readonly code: string | undefined;
}

/** @throws RangeError when the URL is not one that may stand in a message, or a message with a code has none */
export function wordingOf(facts: NotificationFacts): Wording {
  const { addressing, language } = facts;
  const title = withoutLinks(facts.nonSensitiveTitle ?? '');
  const code = addressing.kind === 'link-and-code' ? addressing.code : undefined;
  const url = facts.kind === 'cancelled' ? undefined : addressing.url;
  if (url !== undefined) requireUrl(url);
  if (facts.kind === 'code' && code === undefined) throw new RangeError('There is no code to send');
  return {
    texts: texts[language],
    values: {
      sender: oneLine(facts.sender.name),
      service: serviceName,
      signers: String(facts.signers),
      deadline: writeMoment(facts.deadline, language),
      ...(title === '' ? {} : { title }),
      ...(facts.message === undefined ? {} : { message: withoutLinks(facts.message) }),
      ...(code === undefined ? {} : { code }),
      ...(url === undefined ? {} : { url, site: new URL(url).host }),
    },
    titled: title !== '',
    url,
    code: facts.kind === 'cancelled' || facts.kind === 'completed' ? undefined : code,
  };
}

/** The key of the headline: with the title where there is one. */
export function headlineKey(kind: NotificationKind, titled: boolean): keyof Texts['email']['headline'] {
  return titled ? `${kind}Titled` : kind;
}

/** Nothing that could end the attribute or line it stands in, and no scheme that runs anything. */
function requireUrl(url: string): void {
  if (!/^https?:\/\/[^\s"'<>`\\]+$/.test(url) || !URL.canParse(url)) {
    throw new RangeError('The address in a notification must be an http or https URL');
  }
}
