/** What a failed SMTP exchange means for the message. */
import { DeliveryError } from '../../notifications/ports.ts';

/** As nodemailer reports it. */
interface SmtpFailure {
  readonly code?: unknown;
  /** The server's reply code, where it replied. */
  readonly responseCode?: unknown;
  readonly response?: unknown;
  /** The command it replied to; `CONN` for the greeting, `AUTH …` for a log-in. */
  readonly command?: unknown;
}

/**
 * Replies of 400 to 499 ask to come again (greylisting, a full mailbox, 421 when the server closes). Of 500 and above,
 * one to the recipient's address is final for the recipient and one to the message for the message; one to us (log-in,
 * sender's address, greeting) is for the operator to mend, and then the message can go.
 *
 * The reply's text is left out: servers repeat the address in it.
 */
export function deliveryError(error: unknown, host: string): DeliveryError {
  const { code, responseCode, response, command } = (error ?? {}) as SmtpFailure;
  const step = typeof command === 'string' ? command : 'CONN';
  if (typeof responseCode !== 'number' || responseCode < 400) {
    return withoutReply(code, step, host);
  }
  const reply = `${host} answered ${responseCode}${enhancedCode(response)} to ${step}`;
  // 503 says that the session went out of step, not that anything is wrong with the message (RFC 5321, section 4.3.2).
  if (responseCode < 500 || responseCode === 503) return new DeliveryError('GATEWAY_UNAVAILABLE', reply);
  if (step === 'RCPT TO') return new DeliveryError('RECIPIENT_REFUSED', reply, false);
  return new DeliveryError('GATEWAY_REFUSED', reply, step !== 'DATA');
}

function withoutReply(code: unknown, step: string, host: string): DeliveryError {
  const name = typeof code === 'string' ? code : 'an unknown failure';
  if (code === 'EENVELOPE' || (code === 'EMESSAGE' && step === 'MAIL FROM')) {
    // The server can take no such address, or no message of that size, and nodemailer knows from its greeting.
    const refused = code === 'EENVELOPE' ? 'RECIPIENT_REFUSED' : 'GATEWAY_REFUSED';
    return new DeliveryError(refused, `${host} cannot take the message: ${name} before ${step}`, false);
  }
  if (code === 'EAUTH') return new DeliveryError('GATEWAY_REFUSED', `${host} let nobody log in`, true);
  return new DeliveryError('GATEWAY_UNAVAILABLE', `${host} did not take the message: ${name} at ${step}`);
}

/** ` 5.1.1` of RFC 3463, where the reply has one. */
function enhancedCode(response: unknown): string {
  const [, enhanced] =
    /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S)/.exec(typeof response === 'string' ? response : '') ?? [];
  return enhanced === undefined ? '' : ` ${enhanced}`;
}
