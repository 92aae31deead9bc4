/** A notification as an email: the same words as plain text and as HTML. */
import { renderEmail, type EmailView } from './email-template.ts';
import type { ComposedEmail, NotificationFacts } from './facts.ts';
import { readLogo, type Logo } from './logo.ts';
import { fill, type Texts } from './texts.ts';
import { headlineKey, wordingOf, type Wording } from './wording.ts';

/** @throws RangeError when the URL is not one that may stand in a message */
export function composeEmail(facts: NotificationFacts): ComposedEmail {
  const wording = wordingOf(facts);
  const { texts, values } = wording;
  const logo = readLogo(facts.sender.logo);
  const view = viewOf(facts, wording, logo);
  return {
    fromName: fill(texts.via, values),
    subject: view.subject,
    text: plainText(view),
    html: renderEmail(view),
    inline: logo === undefined ? [] : [logo.image],
    ...(facts.sender.replyTo !== undefined && { replyTo: facts.sender.replyTo }),
  };
}

function viewOf(facts: NotificationFacts, wording: Wording, logo: Logo | undefined): EmailView {
  const { kind, language, test } = facts;
  const { texts, values, url, code, titled } = wording;
  const { email } = texts;
  const say = (text: string): string => fill(text, values);
  const headline = say(email.headline[headlineKey(kind, titled)]);
  const lead = say(how(facts, texts));
  const paragraphs = paragraphsOf(facts, wording).map(say);
  const deadline = kind === 'cancelled' || kind === 'code' ? undefined : say('{{deadline}}');
  const label = kind === 'completed' ? email.label.until : email.label.deadline;
  return {
    language,
    subject: test ? `[TEST] ${headline}` : headline,
    preview: deadline === undefined ? lead : `${label}: ${deadline}`,
    headline,
    lead,
    ...(paragraphs.length === 0 ? {} : { paragraphs }),
    footer: fill(url === undefined ? email.footer : email.footerLink, {
      ...values,
      replies: say(facts.sender.replyTo === undefined ? email.repliesUnread : email.repliesToSender),
    }),
    ...(test ? { test: texts.test } : {}),
    ...(logo === undefined
      ? {}
      : { logo: { cid: logo.image.cid, alt: say('{{sender}}'), width: logo.width, height: logo.height } }),
    ...(code === undefined ? {} : { code: { label: email.label.code, value: code } }),
    ...(url === undefined ? {} : { action: { label: actionLabel(facts, texts), url } }),
    ...(deadline === undefined ? {} : { deadline: { label, value: deadline } }),
  };
}

function paragraphsOf(facts: NotificationFacts, { texts, code }: Wording): readonly string[] {
  const { kind, sector, signers, message } = facts;
  const { about, keepCode, wrote, signers: several } = texts.email;
  const asks = kind === 'first' || kind === 'reminder';
  return [
    ...(code === undefined ? [] : [keepCode]),
    ...(asks && signers > 1 ? [several] : []),
    ...(asks ? [about[sector]] : []),
    ...(kind === 'cancelled' ? [message === undefined ? about.ended : wrote] : []),
  ];
}

function how({ kind, addressing }: NotificationFacts, { email }: Texts): string {
  if (kind === 'cancelled') return email.how.cancelled;
  const eid = addressing.kind === 'eid';
  if (kind === 'completed') return eid ? email.how.completedEid : email.how.completedLink;
  if (eid) return email.how.eid;
  if (addressing.url === undefined) return email.how.codeAlone;
  if (addressing.code !== undefined) return email.how.linkAndCode;
  return addressing.codeBySms ? email.how.linkCodeBySms : email.how.linkCodeBefore;
}

function actionLabel({ kind, addressing }: NotificationFacts, { email }: Texts): string {
  if (kind === 'completed') return email.action.completed;
  return addressing.kind === 'eid' ? email.action.eid : email.action.link;
}

/** The same words without a look. */
export function plainText(view: EmailView): string {
  const { test, headline, code, lead, paragraphs = [], deadline, action, footer } = view;
  return [
    ...(test === undefined ? [] : [test]),
    headline,
    ...(deadline === undefined ? [] : [`${deadline.label}: ${deadline.value}`]),
    ...(code === undefined ? [] : [`${code.label}: ${code.value}`]),
    lead,
    ...(action === undefined ? [] : [`${action.label}:\n${action.url}`]),
    ...paragraphs,
    `-- \n${footer}`,
  ].join('\n\n');
}
