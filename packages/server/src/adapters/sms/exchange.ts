/** What every SMS gateway has in common: one bounded HTTP exchange, and what its failures mean. */
import { DeliveryError, type SmsMessage } from '../../notifications/ports.ts';
import { boundedExchange } from '../bounded-request.ts';

interface GatewayRequest {
  readonly url: string;
  readonly type: string;
  readonly body: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that the gateway explains in its answer, beside 200 to 299. */
  readonly explains?: readonly number[];
  readonly timeoutMs: number | undefined;
}

export interface GatewayAnswer {
  readonly host: string;
  readonly status: number;
  readonly bytes: Uint8Array;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const MAX_BYTES = 64 * 1024;

/** @throws DeliveryError when there was no answer, or one that is no answer to the message */
export async function askGateway(request: GatewayRequest): Promise<GatewayAnswer> {
  const { host } = new URL(request.url);
  const { status, bytes } = await boundedExchange({
    url: request.url,
    body: { bytes: request.body, type: request.type },
    accept: '*/*',
    headers: request.headers ?? {},
    timeoutMs: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  }).catch((error: unknown) => {
    throw new DeliveryError('GATEWAY_UNAVAILABLE', error instanceof Error ? error.message : host);
  });
  if ((status >= 200 && status < 300) || request.explains?.includes(status) === true) {
    return { host, status, bytes };
  }
  throw statusError(host, status);
}

/** Only 400 and its like are about the message; the rest is for time or the operator to mend. */
function statusError(host: string, status: number): DeliveryError {
  const words = `${host} answered with status ${status}`;
  if (status >= 500 || status === 408 || status === 429)
    return new DeliveryError('GATEWAY_UNAVAILABLE', words);
  const aboutUs = status < 400 || [401, 403, 404, 405, 407].includes(status);
  return new DeliveryError('GATEWAY_REFUSED', words, aboutUs);
}

/** @throws DeliveryError GATEWAY_UNAVAILABLE when the gateway's answer cannot be understood */
export function notUnderstood({ host }: GatewayAnswer): DeliveryError {
  return new DeliveryError('GATEWAY_UNAVAILABLE', `${host} gave an answer that cannot be understood`);
}

/**
 * Before anything is sent: a number that is one, and a sender that every operator takes.
 * @throws DeliveryError
 */
export function checkSms({ to, sender }: SmsMessage): void {
  if (!/^\+[1-9]\d{6,14}$/.test(to)) {
    throw new DeliveryError('RECIPIENT_REFUSED', 'The recipient is not a telephone number in E.164', false);
  }
  if (!/^[A-Za-z0-9]{3,11}$/.test(sender)) {
    throw new DeliveryError('GATEWAY_REFUSED', 'The sender of an SMS is 3 to 11 of A–Z, a–z and 0–9');
  }
}
