/** The four SMS gateways before one real HTTP server, which answers as their documentation says. */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { genericHttpSms } from '../src/adapters/sms/generic-http.ts';
import { linkMobilitySms } from '../src/adapters/sms/link-mobility.ts';
import { pswincomSms } from '../src/adapters/sms/pswincom.ts';
import { sveveSms } from '../src/adapters/sms/sveve.ts';
import type { ReceiptAnswer, ReceiptRequest, SmsGateway, SmsMessage } from '../src/notifications/ports.ts';
import { startHttpStub, type HttpStub } from './http-stub.ts';

export const message: SmsMessage = {
  reference: '5c0e4b9a-6f0e-4b5e-9d3a-2b1f3c4d5e6f',
  to: '+4799999999',
  sender: 'Segl',
  text: 'Testkommunen ber deg signere: æøå & <b>\nhttps://sign.example.org/l/1',
};
export const account = { user: 'segl', password: 'hemmelig & "trygt"' };

/** Each with a patience of its own, at the address of the server. */
const gateways = {
  generic: (url: string, timeoutMs: number) =>
    genericHttpSms({ url: `${url}/sms`, format: 'json', authorization: 'Bearer hemmelig', timeoutMs }),
  pswincom: (url: string, timeoutMs: number) => pswincomSms({ url, ...account, timeoutMs }),
  link: (url: string, timeoutMs: number) =>
    linkMobilitySms({
      url: `${url}/sms/send`,
      ...account,
      platformId: 'COMMON',
      platformPartnerId: '30978',
      gate: 'BVldZyQt',
      timeoutMs,
    }),
  sveve: (url: string, timeoutMs: number) =>
    sveveSms({ url: `${url}/SMS/SendMessage`, ...account, timeoutMs }),
};

export interface SmsWorld {
  readonly stub: HttpStub;
  /** The gateway by its name. */
  gateway(name: keyof typeof gateways, timeoutMs?: number): SmsGateway;
  /** The last request, and its body read as JSON. */
  last(): HttpStub['requests'][number] | undefined;
  sent(): unknown;
}

/** To be called once in a test file: the server lives as long as its tests. */
export function smsWorld(): SmsWorld {
  let stub: HttpStub | undefined;
  const running = (): HttpStub => {
    if (stub === undefined) throw new Error('The server has not started');
    return stub;
  };
  beforeAll(async () => {
    stub = await startHttpStub();
  });
  afterAll(() => running().close());
  beforeEach(() => running().answer({ status: 500 }));
  return {
    get stub() {
      return running();
    },
    gateway: (name, timeoutMs = 5_000) => gateways[name](running().url, timeoutMs),
    last: () => running().requests.at(-1),
    sent: () => JSON.parse(running().requests.at(-1)?.body.toString('utf8') ?? '') as unknown,
  };
}

/** What the sending was refused with. */
export const refusal = (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => expect.unreachable('expected to be refused'),
    (thrown: unknown) => thrown,
  );

/** A call as the gateway makes it. */
export function receipt(
  gateway: SmsGateway,
  request: Partial<Omit<ReceiptRequest, 'body'>> & { body?: string | Buffer },
): ReceiptAnswer | undefined {
  return gateway.receipts?.({ query: {}, type: '', ...request, body: Buffer.from(request.body ?? '') });
}
