/** PSWinCom's SMS gateway (now LINK's): its XML interface over HTTPS, delivery reports as XML too. */
import {
  DeliveryError,
  type DeliveryReceipt,
  type ReceiptReader,
  type SmsGateway,
} from '../../notifications/ports.ts';
import { askGateway, checkSms, notUnderstood } from './exchange.ts';
import { readGatewayXml, submitRequest } from './pswincom-xml.ts';
import { receiptOf } from './receipt-fields.ts';

export interface PswincomConfig {
  /** Usually `https://xml.pswin.com`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly timeoutMs?: number;
}

export function pswincomSms({ url, user, password, timeoutMs }: PswincomConfig): SmsGateway {
  return {
    send: async (message) => {
      checkSms(message);
      const answer = await askGateway({
        url,
        type: 'text/xml; charset=ISO-8859-1',
        body: submitRequest(message, user, password),
        timeoutMs,
      });
      const session = readGatewayXml(answer.bytes);
      const logon = session?.child('LOGON')?.text();
      if (session === undefined || logon === undefined) throw notUnderstood(answer);
      if (logon !== 'OK')
        throw new DeliveryError('GATEWAY_REFUSED', `${answer.host} let nobody log in`, true);
      const result = session.child('MSGLST')?.child('MSG');
      const status = result?.child('STATUS')?.text();
      if (result === undefined || status === undefined) throw notUnderstood(answer);
      if (status !== 'OK') throw refusal(answer.host, result.child('INFO')?.text() ?? '');
      // There only where the account has delivery reports.
      const gatewayReference = result.child('REF')?.text() ?? '';
      return gatewayReference === '' ? {} : { gatewayReference };
    },
    receipts: readReceipts,
  };
}

function refusal(host: string, info: string): DeliveryError {
  return /receiver|recipient|RCV/i.test(info)
    ? new DeliveryError('RECIPIENT_REFUSED', `${host} refused the number`, false)
    : new DeliveryError('GATEWAY_REFUSED', `${host} refused the message`, false);
}

/** Not among them: UNKNOWN and NULL, with which the operator said nothing. */
const failed = new Set([
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'REJECTD',
  'FAILED',
  'BARRED',
  'BARREDA',
  'ZEROBAL',
]);
const MOST_REPORTS = 1000;

/** `MSGLST` with a `MSG` for each report; the gateway wants its `ID` back. */
const readReceipts: ReceiptReader = ({ body }) => {
  const list = readGatewayXml(body);
  if (list?.name !== 'MSGLST') return undefined;
  const reports = list.children().filter(({ name }) => name === 'MSG');
  if (reports.length === 0 || reports.length > MOST_REPORTS) return undefined;
  const ids = reports.map((report) => report.child('ID')?.text() ?? '');
  if (!ids.every((id) => /^\d{1,18}$/.test(id))) return undefined;
  const receipts = reports.flatMap((report): DeliveryReceipt[] => {
    const state = report.child('STATE')?.text() ?? '';
    if (state !== 'DELIVRD' && !failed.has(state)) return [];
    const receipt = receiptOf(
      { reference: undefined, gatewayReference: report.child('REF')?.text() || undefined },
      state === 'DELIVRD' ? 'DELIVERED' : 'FAILED',
      state === 'DELIVRD' ? '' : state,
    );
    return receipt === undefined ? [] : [receipt];
  });
  const confirmations = ids.map((id) => `<MSG><ID>${id}</ID><STATUS>OK</STATUS></MSG>`).join('');
  const answer = `<?xml version="1.0"?>\n<MSGLST>${confirmations}</MSGLST>\n`;
  return { receipts, answer: { type: 'application/xml', body: answer } };
};
