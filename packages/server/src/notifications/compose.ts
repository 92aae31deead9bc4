/** Notifications from facts: pure, and the same facts give the same message. */
import { composeEmail } from './email.ts';
import type { ComposedEmail, ComposedSms, NotificationFacts } from './facts.ts';
import { composeSms } from './sms.ts';

/** @throws RangeError when the URL is not one that may stand in a message */
export function composeNotification(
  facts: NotificationFacts,
): { readonly email: ComposedEmail } | { readonly sms: ComposedSms } {
  return facts.channel === 'email' ? { email: composeEmail(facts) } : { sms: composeSms(facts) };
}
