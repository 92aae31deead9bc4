/** The sections `mail` and `sms` of a production configuration. */
import type { MailConfig, SmsConfig, SmsGatewayConfig } from './config.ts';
import type { Section } from './section.ts';

export function mailConfig(section: Section): MailConfig {
  const user = section.optional('user', 'user').user;
  return {
    url: section.text('url'),
    from: section.text('from'),
    ...(user === undefined ? {} : { credentials: { user, password: section.secret('password') } }),
    ...(section.has('trust') ? { trust: section.fileText('trust') } : {}),
  };
}

export function smsConfig(section: Section): SmsConfig {
  return {
    gateway: gatewayConfig(section),
    sender: section.text('sender'),
    ...(section.has('receiptSecret') ? { receiptSecret: section.secret('receiptSecret') } : {}),
  };
}

/** Where each gateway usually is. */
const usualUrls = { pswincom: 'https://xml.pswin.com', sveve: 'https://sveve.no/SMS/SendMessage' };

function gatewayConfig(section: Section): SmsGatewayConfig {
  const kind = section.choice('gateway', ['generic-http', 'pswincom', 'link-mobility', 'sveve']);
  if (kind === 'generic-http') {
    return {
      kind,
      url: section.text('url'),
      format: section.choice('format', ['json', 'form'], 'json'),
      ...(section.has('authorization') ? { authorization: section.secret('authorization') } : {}),
      ...(section.has('fields') ? { fields: fieldNames(section.section('fields')) } : {}),
    };
  }
  const account = { user: section.text('user'), password: section.secret('password') };
  if (kind !== 'link-mobility') return { kind, url: section.text('url', usualUrls[kind]), ...account };
  return {
    kind,
    url: section.text('url'),
    ...account,
    platformId: section.text('platformId'),
    platformPartnerId: section.text('platformPartnerId'),
    ...section.optional('gate', 'gate'),
  };
}

function fieldNames(section: Section) {
  return {
    ...section.optional('reference', 'reference'),
    ...section.optional('to', 'to'),
    ...section.optional('sender', 'sender'),
    ...section.optional('text', 'text'),
  };
}
