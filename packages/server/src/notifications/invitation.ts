/** The task `invite-user`: a new user of the sender portal is told where it is. */
import type { Language } from '@segl/protocol/json';
import type { Clock, Store } from '../jobs/ports.ts';
import type { User } from '../jobs/user-records.ts';
import type { Organisation } from '../jobs/model.ts';
import { renderEmail, type EmailView } from './email-template.ts';
import type { ComposedEmail } from './facts.ts';
import { oneLine } from './plain-words.ts';
import { DeliveryError, type MailGateway } from './ports.ts';
import { fill, texts } from './texts.ts';
import { serviceName } from './wording.ts';

export interface InvitationDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** `from`: the installation's own address. Undefined: it sends no email. */
  readonly mail: { readonly gateway: MailGateway; readonly from: string } | undefined;
  readonly webUrl: string;
  readonly test: boolean;
}

interface InvitationFacts {
  readonly language: Language;
  readonly organisation: string;
  readonly url: string;
  readonly test: boolean;
}

/** No secret is in it: the eID proves who comes. */
export function composeInvitation({ language, organisation, url, test }: InvitationFacts): ComposedEmail {
  const words = texts[language];
  const { headline, lead, who, action } = words.invitation;
  const values = { sender: oneLine(organisation), service: serviceName, site: new URL(url).host };
  const say = (text: string): string => fill(text, values);
  const view: EmailView = {
    language,
    subject: `${test ? '[TEST] ' : ''}${say(headline)}`,
    preview: say(lead),
    headline: say(headline),
    lead: say(lead),
    paragraphs: [say(who)],
    action: { label: say(action), url },
    footer: fill(words.email.footerLink, { ...values, replies: words.email.repliesUnread }),
    ...(test && { test: words.test }),
  };
  const lines = [
    ...(test ? [words.test] : []),
    view.headline,
    view.lead,
    `${say(action)}:\n${url}`,
    say(who),
    `-- \n${view.footer}`,
  ];
  return {
    fromName: fill(words.via, values),
    subject: view.subject,
    text: lines.join('\n\n'),
    html: renderEmail(view),
    inline: [],
  };
}

/**
 * Hands the invitation over and records what became of it. Who came meanwhile, or may no longer come, is not invited.
 * Rejects while the gateway is away: the task is to be run again.
 * @param key the user's id, and a UUID of this invitation
 */
export async function deliverInvitation(deps: InvitationDeps, key: string): Promise<void> {
  const [userId = '', invitation = ''] = key.split(' ');
  const found = await deps.store.read(async (reading) => {
    const user = await reading.user(userId);
    return user && { user, organisation: await reading.organisation(user.organisation) };
  });
  if (found?.organisation === undefined || !isExpected(found.user, deps.clock.now())) return;
  const { user, organisation } = found;
  try {
    await send(deps, user, organisation, invitation);
    await record(deps, user, 'INVITATION_SENT');
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.mayRetry) throw error;
    await record(deps, user, 'INVITATION_FAILED');
  }
}

function isExpected({ lastLoginAt, deactivatedAt, endsAt = Infinity }: User, now: number): boolean {
  return lastLoginAt === undefined && deactivatedAt === undefined && now < endsAt;
}

async function send(
  { mail, webUrl, test }: InvitationDeps,
  user: User,
  { name, number, language }: Organisation,
  invitation: string,
): Promise<void> {
  if (mail === undefined) throw new DeliveryError('GATEWAY_UNAVAILABLE', 'this installation sends no email');
  const url = `${webUrl}/sender/${number}`;
  const { fromName, ...email } = composeInvitation({ language, organisation: name, url, test });
  await mail.gateway.send({
    ...email,
    messageId: `<${invitation}@${new URL(webUrl).hostname}>`,
    to: user.email,
    from: { name: fromName, address: mail.from },
    language,
  });
}

async function record({ store, clock }: InvitationDeps, user: User, kind: string): Promise<void> {
  const event = { at: clock.now(), kind, by: undefined, data: { user: user.id } };
  await store.transaction((tx) => tx.appendOrganisationEvent(user.organisation, event));
}
