/** The four gateways, each before a server that answers as its documentation says. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startHttpStub, type HttpStub } from '../../../test/http-stub.ts';
import type { ReceiptRequest, SmsGateway, SmsMessage } from '../../notifications/ports.ts';
import { genericHttpSms } from './generic-http.ts';
import { linkMobilitySms } from './link-mobility.ts';
import { pswincomSms } from './pswincom.ts';
import { sveveSms } from './sveve.ts';

let stub: HttpStub;
beforeAll(async () => {
  stub = await startHttpStub();
});
afterAll(() => stub.close());
beforeEach(() => stub.answer({ status: 500 }));

const message: SmsMessage = {
  reference: '5c0e4b9a-6f0e-4b5e-9d3a-2b1f3c4d5e6f',
  to: '+4799999999',
  sender: 'Segl',
  text: 'Testkommunen ber deg signere: æøå & <b>\nhttps://sign.example.org/l/1',
};
const account = { user: 'segl', password: 'hemmelig & "trygt"' };
const timeoutMs = 2_000;

const gateways = {
  generic: () =>
    genericHttpSms({ url: `${stub.url}/sms`, format: 'json', authorization: 'Bearer hemmelig', timeoutMs }),
  pswincom: () => pswincomSms({ url: stub.url, ...account, timeoutMs }),
  link: () =>
    linkMobilitySms({
      url: `${stub.url}/sms/send`,
      ...account,
      platformId: 'COMMON',
      platformPartnerId: '30978',
      gate: 'BVldZyQt',
      timeoutMs,
    }),
  sveve: () => sveveSms({ url: `${stub.url}/SMS/SendMessage`, ...account, timeoutMs }),
};
const each = Object.entries(gateways);

const last = () => stub.requests.at(-1);
const sent = (): unknown => JSON.parse(last()?.body.toString('utf8') ?? '');
const error = (sending: Promise<unknown>) =>
  sending.then(
    () => expect.unreachable('expected to be refused'),
    (thrown: unknown) => thrown,
  );
const receipt = (
  gateway: SmsGateway,
  request: Partial<Omit<ReceiptRequest, 'body'>> & { body?: string | Buffer },
) => gateway.receipts?.({ query: {}, type: '', ...request, body: Buffer.from(request.body ?? '') });

describe.each(each)('%s', (_name, gateway) => {
  test.each([
    [500, 'GATEWAY_UNAVAILABLE', true],
    [503, 'GATEWAY_UNAVAILABLE', true],
    [429, 'GATEWAY_UNAVAILABLE', true],
    [401, 'GATEWAY_REFUSED', true],
    [403, 'GATEWAY_REFUSED', true],
    [302, 'GATEWAY_REFUSED', true],
    [413, 'GATEWAY_REFUSED', false],
  ])('answers %d', async (status, code, mayRetry) => {
    stub.answer({ status, body: 'hemmelig +4799999999' });
    const thrown = await error(gateway().send(message));
    expect(thrown).toMatchObject({ name: 'DeliveryError', code, mayRetry });
    expect(String(thrown)).not.toMatch(/99999999|hemmelig|signere/);
  });

  test('never answers, or too much', async () => {
    stub.answer((_request, response) => response.write('x'));
    const patient = gateway();
    const quick = [
      genericHttpSms({ url: stub.url, format: 'json', timeoutMs: 100 }),
      pswincomSms({ url: stub.url, ...account, timeoutMs: 100 }),
      linkMobilitySms({ url: stub.url, ...account, platformId: '1', platformPartnerId: '2', timeoutMs: 100 }),
      sveveSms({ url: stub.url, ...account, timeoutMs: 100 }),
    ];
    for (const one of quick)
      expect(await error(one.send(message))).toMatchObject({ code: 'GATEWAY_UNAVAILABLE' });
    stub.answer({ body: Buffer.alloc(1_000_000, 'x') });
    expect(await error(patient.send(message))).toMatchObject({ code: 'GATEWAY_UNAVAILABLE', mayRetry: true });
  });

  test.each(['', '99999999', '+4799999999,+4788888888', '+47 99999999', '+0012345678', '+47999999999999999'])(
    'is not asked about "%s"',
    async (to) => {
      const before = stub.requests.length;
      expect(await error(gateway().send({ ...message, to }))).toMatchObject({
        code: 'RECIPIENT_REFUSED',
        mayRetry: false,
      });
      expect(stub.requests).toHaveLength(before);
    },
  );

  test.each(['Ås', 'Testkommunen', 'A B', 'AB', 'x\r\ny'])(
    'is not asked to show "%s" as sender',
    async (sender) => {
      expect(await error(gateway().send({ ...message, sender }))).toMatchObject({ code: 'GATEWAY_REFUSED' });
    },
  );

  test('makes nothing of what is no receipt', () => {
    for (const body of [
      '',
      'nonsense',
      '{',
      '[]',
      '{"number":1}',
      '<MSGLST/>',
      '<a><b/></a>',
      Buffer.alloc(70_000, '<'),
    ]) {
      for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/xml', '']) {
        expect(receipt(gateway(), { type, body })).toBeUndefined();
      }
    }
  });
});

describe('generic HTTP', () => {
  test('is told the four fields, and gives its own reference', async () => {
    stub.answer({ status: 202, body: '{"id": 17}' });
    expect(await gateways.generic().send(message)).toEqual({ gatewayReference: '17' });
    expect(sent()).toEqual(message);
    expect(last()).toMatchObject({
      method: 'POST',
      path: '/sms',
      headers: {
        authorization: 'Bearer hemmelig',
        'idempotency-key': message.reference,
        'content-type': 'application/json',
      },
    });
    stub.answer({ status: 200, body: 'taken' });
    expect(await gateways.generic().send(message)).toEqual({});
  });

  test('is told them as a form, under its own names, where it wants that', async () => {
    stub.answer({});
    await genericHttpSms({ url: stub.url, format: 'form', fields: { to: 'mobile', text: 'body' } }).send(
      message,
    );
    expect(Object.fromEntries(new URLSearchParams(last()?.body.toString('utf8')))).toEqual({
      reference: message.reference,
      mobile: message.to,
      sender: message.sender,
      body: message.text,
    });
    expect(last()?.headers.authorization).toBeUndefined();
  });

  test('says 422 of a number, and 400 of a message', async () => {
    stub.answer({ status: 422 });
    expect(await error(gateways.generic().send(message))).toMatchObject({
      code: 'RECIPIENT_REFUSED',
      mayRetry: false,
    });
    stub.answer({ status: 400 });
    expect(await error(gateways.generic().send(message))).toMatchObject({
      code: 'GATEWAY_REFUSED',
      mayRetry: false,
    });
  });

  test.each([
    [
      { query: { reference: 'r1', status: 'delivered' } },
      { reference: 'r1', outcome: 'DELIVERED', reason: '' },
    ],
    [
      { type: 'application/json', body: '{"id":17,"status":"FAILED","reason":"absent"}' },
      { gatewayReference: '17', outcome: 'FAILED', reason: 'absent' },
    ],
    [
      { type: 'application/x-www-form-urlencoded', body: 'reference=r1&id=17&status=Delivered' },
      { reference: 'r1', gatewayReference: '17', outcome: 'DELIVERED', reason: '' },
    ],
  ] as const)('reports %o', (request, expected) => {
    expect(receipt(gateways.generic(), request)?.receipts).toEqual([expected]);
  });

  test('reports no telephone number as a reason', () => {
    const query = { reference: 'r1', status: 'failed', reason: 'no such number +4799999999' };
    expect(receipt(gateways.generic(), { query })?.receipts[0]?.reason).toBe('no such number +***');
  });

  test('reports what is not final as nothing', () => {
    expect(receipt(gateways.generic(), { query: { reference: 'r1', status: 'buffered' } })?.receipts).toEqual(
      [],
    );
  });
});

describe('PSWinCom', () => {
  const answer = (logon: string, messages: string): void =>
    stub.answer({
      body: Buffer.from(
        `<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE SESSION SYSTEM "pswincom_submit_response.dtd">\n<SESSION><LOGON>${logon}</LOGON><REASON>få</REASON>${messages}</SESSION>`,
        'latin1',
      ),
    });
  const message1 = (fields: string): string => `<MSGLST><MSG><ID>1</ID>${fields}</MSG></MSGLST>`;

  test('is sent one message in ISO 8859-1, and gives its reference', async () => {
    answer('OK', message1('<STATUS>OK</STATUS><INFO></INFO><REF>984342374</REF>'));
    expect(await gateways.pswincom().send(message)).toEqual({ gatewayReference: '984342374' });
    expect(last()?.headers['content-type']).toBe('text/xml; charset=ISO-8859-1');
    const xml = last()?.body.toString('latin1') ?? '';
    expect(xml).toContain('<CLIENT>segl</CLIENT><PW>hemmelig &amp; "trygt"</PW>');
    expect(xml).toContain(
      '<TEXT>Testkommunen ber deg signere: æøå &amp; &lt;b&gt;\nhttps://sign.example.org/l/1</TEXT>',
    );
    expect(xml).toContain('<SND>Segl</SND><RCV>4799999999</RCV>');
    expect(xml).not.toContain('<OP>');
  });

  test('is sent other alphabets as Unicode', async () => {
    answer('OK', message1('<STATUS>OK</STATUS>'));
    expect(await gateways.pswincom().send({ ...message, text: 'Šš €' })).toEqual({});
    expect(last()?.body.toString('latin1')).toContain('<TEXT>01600161002020ac</TEXT><OP>9</OP>');
  });

  test.each([
    ['FAIL', '', 'GATEWAY_REFUSED', true],
    ['OK', message1('<STATUS>FAIL</STATUS><INFO>Invalid receiver number</INFO>'), 'RECIPIENT_REFUSED', false],
    [
      'OK',
      message1('<STATUS>FAIL</STATUS><INFO>Message type not supported</INFO>'),
      'GATEWAY_REFUSED',
      false,
    ],
    ['OK', '', 'GATEWAY_UNAVAILABLE', true],
  ])('log-in %s, %s', async (logon, messages, code, mayRetry) => {
    answer(logon, messages);
    expect(await error(gateways.pswincom().send(message))).toMatchObject({ code, mayRetry });
  });

  test('reports several messages at once, and wants each confirmed', () => {
    const report = (id: number, state: string) =>
      `<MSG><ID>${id}</ID><REF>r${id}</REF><RCV>4712345678</RCV><STATE>${state}</STATE><DELIVERYTIME>2006.02.23 15:23:23</DELIVERYTIME></MSG>`;
    const body = `<?xml version="1.0"?>
<!DOCTYPE MSGLST SYSTEM "pswincom_report_request.dtd">
<MSGLST>${report(1, 'DELIVRD')}${report(2, 'UNDELIV')}${report(3, 'UNKNOWN')}</MSGLST>`;
    const read = receipt(gateways.pswincom(), { type: 'application/xml', body });
    expect(read?.receipts).toEqual([
      { gatewayReference: 'r1', outcome: 'DELIVERED', reason: '' },
      { gatewayReference: 'r2', outcome: 'FAILED', reason: 'UNDELIV' },
    ]);
    expect(read?.answer.type).toBe('application/xml');
    for (const id of [1, 2, 3])
      expect(read?.answer.body).toContain(`<MSG><ID>${id}</ID><STATUS>OK</STATUS></MSG>`);
  });

  test.each([
    '<!DOCTYPE MSGLST [<!ENTITY x "y">]><MSGLST><MSG><ID>1</ID><REF>&x;</REF><STATE>DELIVRD</STATE></MSG></MSGLST>',
    '<MSGLST><MSG><ID>1</ID><ID>2</ID></MSG><MSG><ID>&lt;b&gt;</ID></MSG></MSGLST>',
  ])('has no entities or markup of its own: %s', (body) => {
    expect(receipt(gateways.pswincom(), { body })).toBeUndefined();
  });
});

describe('LINK Mobility', () => {
  test('is sent a JSON object, and gives its message id', async () => {
    stub.answer({
      body: '{"messageId":"Dcshuhod0PMAAAFQ+/PbnR3x","resultCode":1005,"description":"Queued"}',
    });
    expect(await gateways.link().send(message)).toEqual({ gatewayReference: 'Dcshuhod0PMAAAFQ+/PbnR3x' });
    expect(sent()).toMatchObject({
      source: 'Segl',
      sourceTON: 'ALPHANUMERIC',
      destination: '+4799999999',
      userData: message.text,
      refId: message.reference,
      platformId: 'COMMON',
      platformPartnerId: '30978',
      useDeliveryReport: true,
      deliveryReportGates: ['BVldZyQt'],
      ignoreResponse: false,
    });
    expect(last()?.headers.authorization).toBe(
      `Basic ${Buffer.from(`segl:${account.password}`).toString('base64')}`,
    );
  });

  test('without a gate sends no reports', async () => {
    stub.answer({ status: 204 });
    const config = { url: stub.url, ...account, platformId: '1', platformPartnerId: '2' };
    expect(await linkMobilitySms(config).send(message)).toEqual({});
    expect(sent()).toMatchObject({ useDeliveryReport: false });
    expect(sent()).not.toHaveProperty('deliveryReportGates');
  });

  test.each([
    [400, '{"resultCode":2106,"description":"+4799999999"}', 'RECIPIENT_REFUSED', false],
    [400, '{"status":106201,"description":"Invalid or missing platformPartnerId"}', 'GATEWAY_REFUSED', true],
    [400, '{"resultCode":4003}', 'GATEWAY_REFUSED', false],
    [400, 'nonsense', 'GATEWAY_REFUSED', false],
    [200, 'nonsense', 'GATEWAY_UNAVAILABLE', true],
    [200, '{"resultCode":0}', 'GATEWAY_UNAVAILABLE', true],
  ])('answers %d %s', async (status, body, code, mayRetry) => {
    stub.answer({ status, body });
    const thrown = await error(gateways.link().send(message));
    expect(thrown).toMatchObject({ code, mayRetry });
    expect(String(thrown)).not.toContain('99999999');
  });

  test.each([
    [1001, [{ reference: 'r1', gatewayReference: 'g1', outcome: 'DELIVERED', reason: '' }]],
    [2106, [{ reference: 'r1', gatewayReference: 'g1', outcome: 'FAILED', reason: '2106' }]],
    [1002, [{ reference: 'r1', gatewayReference: 'g1', outcome: 'FAILED', reason: '1002' }]],
    [1000, []],
    [1010, []],
  ])('reports %d', (resultCode, expected) => {
    const body = JSON.stringify({ refId: 'r1', id: 'g1', operator: 'no.telenor', resultCode, segments: 1 });
    expect(receipt(gateways.link(), { type: 'application/json', body })?.receipts).toEqual(expected);
  });
});

describe('Sveve', () => {
  test('is sent a JSON object with our reference, and gives its id', async () => {
    stub.answer({ body: '{"response":{"msgOkCount":1,"stdSMSCount":1,"ids":[42824112]}}' });
    expect(await gateways.sveve().send(message)).toEqual({ gatewayReference: '42824112' });
    expect(sent()).toEqual({
      user: 'segl',
      passwd: account.password,
      to: '4799999999',
      msg: message.text,
      from: 'Segl',
      ref: message.reference,
      f: 'json',
    });
  });

  test.each([
    ['{"response":{"msgOkCount":0,"fatalError":"Feil brukernavn/passord"}}', 'GATEWAY_REFUSED', true],
    [
      '{"response":{"msgOkCount":0,"ids":[],"errors":[{"number":"4799999999","message":"Ugyldig nummer"}]}}',
      'RECIPIENT_REFUSED',
      false,
    ],
    ['{"response":{}}', 'GATEWAY_UNAVAILABLE', true],
    ['<sms><response/></sms>', 'GATEWAY_UNAVAILABLE', true],
  ])('answers %s', async (body, code, mayRetry) => {
    stub.answer({ body });
    const thrown = await error(gateways.sveve().send(message));
    expect(thrown).toMatchObject({ code, mayRetry });
    expect(String(thrown)).not.toContain('99999999');
  });

  const query = {
    number: '4593654321',
    status: 'true',
    id: '42824112',
    ref: 'ABC123',
    errorCode: '',
    errorDesc: '',
  };
  const delivered = { reference: 'ABC123', gatewayReference: '42824112', outcome: 'DELIVERED', reason: '' };

  test('reports by GET or POST', () => {
    const form = { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(query).toString() };
    expect(receipt(gateways.sveve(), { query })?.receipts).toEqual([delivered]);
    expect(receipt(gateways.sveve(), form)?.receipts).toEqual([delivered]);
    const failure = { ...query, status: 'false', errorCode: '10', errorDesc: 'No such number 4593654321' };
    expect(receipt(gateways.sveve(), { query: failure })?.receipts).toEqual([
      { ...delivered, outcome: 'FAILED', reason: '10' },
    ]);
  });
});
