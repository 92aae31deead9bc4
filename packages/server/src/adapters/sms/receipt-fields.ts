/** The fields of a gateway's call, however it sends them: in the query, as a form or as JSON. */
import type { DeliveryReceipt, ReceiptAnswer, ReceiptRequest } from '../../notifications/ports.ts';
import { asText, readJsonObject } from './json.ts';

/** A field by its name; undefined where there is none. Undefined altogether when the body is not what it says it is. */
export function receiptFields(request: ReceiptRequest): ((name: string) => string | undefined) | undefined {
  const body = bodyFields(request);
  if (body === undefined) return undefined;
  const fields = new Map([...Object.entries(request.query), ...body]);
  return (name) => asText(fields.get(name));
}

function bodyFields({ type, body }: ReceiptRequest): readonly (readonly [string, unknown])[] | undefined {
  if (body.length === 0) return [];
  if (type === 'application/json') {
    const object = readJsonObject(body);
    return object && Object.entries(object);
  }
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  return [...new URLSearchParams(Buffer.from(body).toString('utf8'))];
}

/** What most gateways want to hear: nothing but 200. */
export function acknowledged(receipts: readonly DeliveryReceipt[]): ReceiptAnswer {
  return { receipts, answer: { type: 'text/plain', body: 'OK' } };
}

const LONGEST_REASON = 100;

/** The receipt of one message; undefined when neither reference is there. */
export function receiptOf(
  { reference, gatewayReference }: { reference: string | undefined; gatewayReference: string | undefined },
  outcome: DeliveryReceipt['outcome'],
  reason: string,
): DeliveryReceipt | undefined {
  if (reference === undefined && gatewayReference === undefined) return undefined;
  return {
    ...(reference === undefined ? {} : { reference }),
    ...(gatewayReference === undefined ? {} : { gatewayReference }),
    outcome,
    reason: reason.replaceAll(/\d{8,}/g, '***').slice(0, LONGEST_REASON),
  };
}
