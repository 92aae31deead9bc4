/** LINK Mobility's SMS REST API ("Common" platform): JSON both ways, delivery reports from a gate set up by LINK. */
import {
  DeliveryError,
  type ReceiptReader,
  type SmsGateway,
  type SmsMessage,
} from '../../notifications/ports.ts';
import { askGateway, checkSms, notUnderstood, type GatewayAnswer } from './exchange.ts';
import { asText, readJsonObject } from './json.ts';
import { acknowledged, receiptOf } from './receipt-fields.ts';

export interface LinkMobilityConfig {
  /** The assigned address with the method, such as `https://n-eu.linkmobility.io/sms/send`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly platformId: string;
  readonly platformPartnerId: string;
  /** The gate that delivery reports come from; absent: none are asked for. */
  readonly gate?: string;
  readonly timeoutMs?: number;
}

const QUEUED = 1005;
const DELIVERED = 1001;
/** On its way, or nobody knows: a message with one of these may still be delivered, or have been. */
const notFinal = new Set([4, 5, 1000, QUEUED, 1007, 1008, 1010, 1011, 1012, 1013]);

export function linkMobilitySms(config: LinkMobilityConfig): SmsGateway {
  const authorization = `Basic ${Buffer.from(`${config.user}:${config.password}`, 'utf8').toString('base64')}`;
  return {
    send: async (message) => {
      checkSms(message);
      const answer = await askGateway({
        url: config.url,
        type: 'application/json',
        body: Buffer.from(JSON.stringify(sendRequest(message, config)), 'utf8'),
        headers: { authorization },
        explains: [400],
        timeoutMs: config.timeoutMs,
      });
      return readAnswer(answer);
    },
    receipts: readReceipt,
  };
}

function sendRequest({ reference, to, sender, text }: SmsMessage, config: LinkMobilityConfig) {
  const { platformId, platformPartnerId, gate } = config;
  return {
    source: sender,
    sourceTON: 'ALPHANUMERIC',
    destination: to,
    destinationTON: 'MSISDN',
    dcs: 'TEXT',
    userData: text,
    refId: reference,
    platformId,
    platformPartnerId,
    useDeliveryReport: gate !== undefined,
    ...(gate === undefined ? {} : { deliveryReportGates: [gate] }),
    ignoreResponse: false,
  };
}

function readAnswer(answer: GatewayAnswer): { readonly gatewayReference?: string } {
  if (answer.status === 204) return {};
  const fields = readJsonObject(answer.bytes);
  const result = Number(fields?.['resultCode'] ?? fields?.['status']);
  if (answer.status === 400) {
    const words = `${answer.host} refused the message${Number.isInteger(result) ? ` with ${result}` : ''}`;
    // 2100 to 2199 are about the destination; 106000 and up are about the account.
    if (result >= 2100 && result < 2200) throw new DeliveryError('RECIPIENT_REFUSED', words, false);
    throw new DeliveryError('GATEWAY_REFUSED', words, result >= 106_000);
  }
  if (result !== QUEUED) throw notUnderstood(answer);
  const gatewayReference = asText(fields?.['messageId']);
  return gatewayReference === undefined ? {} : { gatewayReference };
}

/** `refId`, `id`, `resultCode`. */
const readReceipt: ReceiptReader = ({ body }) => {
  const report = readJsonObject(body);
  const result = report?.['resultCode'];
  if (report === undefined || typeof result !== 'number') return undefined;
  if (notFinal.has(result)) return acknowledged([]);
  const receipt = receiptOf(
    { reference: asText(report['refId']), gatewayReference: asText(report['id']) },
    result === DELIVERED ? 'DELIVERED' : 'FAILED',
    result === DELIVERED ? '' : String(result),
  );
  return receipt && acknowledged([receipt]);
};
