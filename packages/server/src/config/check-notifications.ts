/** What is wrong with the sections `mail` and `sms`. Nothing secret is repeated. */
import type { Config, MailConfig, SmsConfig } from './config.ts';

type Mode = Config['mode'];

export function mailProblems(mail: MailConfig | undefined): string[] {
  if (mail === undefined) return [];
  return [
    ...smtpUrl(mail.url),
    ...(/^[^\s@<>"(),;:\\]+@[^\s@<>"(),;:\\]+$/.test(mail.from)
      ? []
      : ['mail.from: must be one email address']),
    ...secret('mail.password', mail.credentials?.password),
  ];
}

export function smsProblems(sms: SmsConfig | undefined, mode: Mode): string[] {
  if (sms === undefined) return [];
  const { gateway, sender, receiptSecret } = sms;
  return [
    ...gatewayUrl(gateway.url, mode),
    ...(/^[A-Za-z0-9]{3,11}$/.test(sender) ? [] : ['sms.sender: must be 3 to 11 of A–Z, a–z and 0–9']),
    ...('password' in gateway ? secret('sms.password', gateway.password) : []),
    ...('authorization' in gateway ? secret('sms.authorization', gateway.authorization) : []),
    ...(receiptSecret === undefined || /^[\w-]{32,200}$/.test(receiptSecret)
      ? []
      : [
          'sms.receiptSecret: must be 32 or more of A–Z, a–z, 0–9, - and _, such as `openssl rand -hex 32` makes',
        ]),
  ];
}

function smtpUrl(value: string): string[] {
  if (!URL.canParse(value)) return [`mail.url: "${value}" is not a URL`];
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(value);
  if (username !== '' || password !== '') {
    return ['mail.url: must hold no credentials; name the user in mail.user and a file in mail.password'];
  }
  const rest = [pathname.replace(/^\/$/, ''), search, hash].some((part) => part !== '');
  return /^smtps?:$/.test(protocol) && hostname !== '' && !rest
    ? []
    : ['mail.url: must be smtp://host:port or smtps://host:port'];
}

function gatewayUrl(value: string, mode: Mode): string[] {
  if (!URL.canParse(value)) return [`sms.url: "${value}" is not a URL`];
  const { protocol, username, password } = new URL(value);
  if (username !== '' || password !== '') return ['sms.url: must hold no credentials'];
  if (protocol === 'https:' || (protocol === 'http:' && mode === 'sandbox')) return [];
  return ['sms.url: must be an https URL'];
}

function secret(name: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  return /^[^\p{Cc}]+$/u.test(value) ? [] : [`${name}: the file must hold one line and nothing else`];
}
