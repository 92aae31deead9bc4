import { describe, expect, test } from 'vitest';
import { account, message, receipt, refusal, smsWorld } from '../../../test/sms-world.ts';

const world = smsWorld();

describe('Sveve', () => {
  test('is sent a JSON object with our reference, and gives its id', async () => {
    world.stub.answer({ body: '{"response":{"msgOkCount":1,"stdSMSCount":1,"ids":[42824112]}}' });
    expect(await world.gateway('sveve').send(message)).toEqual({ gatewayReference: '42824112' });
    expect(world.sent()).toEqual({
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
    world.stub.answer({ body });
    const thrown = await refusal(world.gateway('sveve').send(message));
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
    expect(receipt(world.gateway('sveve'), { query })?.receipts).toEqual([delivered]);
    expect(receipt(world.gateway('sveve'), form)?.receipts).toEqual([delivered]);
    const failure = { ...query, status: 'false', errorCode: '10', errorDesc: 'No such number 4593654321' };
    expect(receipt(world.gateway('sveve'), { query: failure })?.receipts).toEqual([
      { ...delivered, outcome: 'FAILED', reason: '10' },
    ]);
  });
});
