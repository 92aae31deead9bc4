/** Sveve's SMS API: a JSON request for each message, delivery reports as parameters of a GET or POST. */
import { DeliveryError, type ReceiptReader, type SmsGateway } from '../../notifications/ports.ts';
import { askGateway, checkSms, notUnderstood } from './exchange.ts';
import { asObject, asText, readJsonObject } from './json.ts';
import { acknowledged, receiptFields, receiptOf } from './receipt-fields.ts';

export interface SveveConfig {
  /** Usually `https://sveve.no/SMS/SendMessage`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly timeoutMs?: number;
}

export function sveveSms({ url, user, password, timeoutMs }: SveveConfig): SmsGateway {
  return {
    send: async (message) => {
      checkSms(message);
      const request = {
        user,
        passwd: password,
        to: message.to.slice(1),
        msg: message.text,
        from: message.sender,
        ref: message.reference,
        f: 'json',
      };
      const answer = await askGateway({
        url,
        type: 'application/json',
        body: Buffer.from(JSON.stringify(request), 'utf8'),
        timeoutMs,
      });
      const response = asObject(readJsonObject(answer.bytes)?.['response']);
      if (response === undefined) throw notUnderstood(answer);
      if (response['fatalError'] !== undefined) {
        // Wrong password, no credit left: the texts may name what was sent, so they stay here.
        throw new DeliveryError('GATEWAY_REFUSED', `${answer.host} refused the request as a whole`, true);
      }
      if (Array.isArray(response['errors']) && response['errors'].length > 0) {
        throw new DeliveryError('RECIPIENT_REFUSED', `${answer.host} refused the number`, false);
      }
      if (response['msgOkCount'] !== 1) throw notUnderstood(answer);
      const ids: unknown = response['ids'];
      const gatewayReference = asText(Array.isArray(ids) ? ids[0] : undefined);
      return gatewayReference === undefined ? {} : { gatewayReference };
    },
    receipts: readReceipt,
  };
}

/** `number`, `status` (true or false), `id`, `ref`, `errorCode`, `errorDesc`. */
const readReceipt: ReceiptReader = (request) => {
  const field = receiptFields(request);
  const status = field?.('status')?.toLowerCase();
  if (field === undefined || (status !== 'true' && status !== 'false')) return undefined;
  const receipt = receiptOf(
    { reference: field('ref'), gatewayReference: field('id') },
    status === 'true' ? 'DELIVERED' : 'FAILED',
    field('errorCode') ?? '',
  );
  return receipt && acknowledged([receipt]);
};
