/**
 * Any SMS gateway that takes one HTTP POST for a message, or a small program of one's own before another gateway.
 *
 * Sent: JSON or a form with `reference`, `to` (E.164), `sender` and `text`, under these names or others, with the
 * reference also as `Idempotency-Key`. 2xx means taken; `id` in a JSON answer is the gateway's own reference. 422 means
 * that this number cannot receive anything.
 *
 * Received: `reference` or `id`, `status` (`delivered` or `failed`, any other is not final) and `reason`, in the query,
 * as a form or as JSON.
 */
import {
  DeliveryError,
  type ReceiptReader,
  type SmsGateway,
  type SmsMessage,
} from '../../notifications/ports.ts';
import { askGateway, checkSms } from './exchange.ts';
import { asText, readJsonObject } from './json.ts';
import { acknowledged, receiptFields, receiptOf } from './receipt-fields.ts';

export interface GenericHttpConfig {
  readonly url: string;
  readonly format: 'json' | 'form';
  /** The whole value of the header field Authorization. */
  readonly authorization?: string;
  /** The gateway's names of the four fields, where they are others. */
  readonly fields?: Partial<Readonly<Record<'reference' | 'to' | 'sender' | 'text', string>>>;
  readonly timeoutMs?: number;
}

export function genericHttpSms(config: GenericHttpConfig): SmsGateway {
  return {
    send: async (message) => {
      checkSms(message);
      const answer = await askGateway({
        url: config.url,
        ...encoded(message, config),
        headers: {
          'idempotency-key': message.reference,
          ...(config.authorization === undefined ? {} : { authorization: config.authorization }),
        },
        explains: [422],
        timeoutMs: config.timeoutMs,
      });
      if (answer.status === 422) {
        throw new DeliveryError('RECIPIENT_REFUSED', `${answer.host} refused the number`, false);
      }
      const gatewayReference = asText(readJsonObject(answer.bytes)?.['id']);
      return gatewayReference === undefined ? {} : { gatewayReference };
    },
    receipts: readReceipt,
  };
}

function encoded(message: SmsMessage, { format, fields = {} }: GenericHttpConfig) {
  const { reference, to, sender, text } = message;
  const named = Object.fromEntries(
    Object.entries({ reference, to, sender, text }).map(([name, value]) => [
      fields[name as keyof typeof fields] ?? name,
      value,
    ]),
  );
  return format === 'json'
    ? { type: 'application/json', body: Buffer.from(JSON.stringify(named), 'utf8') }
    : {
        type: 'application/x-www-form-urlencoded',
        body: Buffer.from(new URLSearchParams(named).toString(), 'utf8'),
      };
}

const readReceipt: ReceiptReader = (request) => {
  const field = receiptFields(request);
  const status = field?.('status')?.toLowerCase();
  if (field === undefined || status === undefined) return undefined;
  if (status !== 'delivered' && status !== 'failed') return acknowledged([]);
  const receipt = receiptOf(
    { reference: field('reference'), gatewayReference: field('id') },
    status === 'delivered' ? 'DELIVERED' : 'FAILED',
    field('reason') ?? '',
  );
  return receipt && acknowledged([receipt]);
};
