import { describe, expect, test } from 'vitest';
import { message, receipt, refusal, smsWorld } from '../../../test/sms-world.ts';
import { genericHttpSms } from './generic-http.ts';

const world = smsWorld();

describe('generic HTTP', () => {
  test('is told the four fields, and gives its own reference', async () => {
    world.stub.answer({ status: 202, body: '{"id": 17}' });
    expect(await world.gateway('generic').send(message)).toEqual({ gatewayReference: '17' });
    expect(world.sent()).toEqual(message);
    expect(world.last()).toMatchObject({
      method: 'POST',
      path: '/sms',
      headers: {
        authorization: 'Bearer hemmelig',
        'idempotency-key': message.reference,
        'content-type': 'application/json',
      },
    });
    world.stub.answer({ status: 200, body: 'taken' });
    expect(await world.gateway('generic').send(message)).toEqual({});
  });

  test('is told them as a form, under its own names, where it wants that', async () => {
    world.stub.answer({});
    await genericHttpSms({
      url: world.stub.url,
      format: 'form',
      fields: { to: 'mobile', text: 'body' },
    }).send(message);
    expect(Object.fromEntries(new URLSearchParams(world.last()?.body.toString('utf8')))).toEqual({
      reference: message.reference,
      mobile: message.to,
      sender: message.sender,
      body: message.text,
    });
    expect(world.last()?.headers.authorization).toBeUndefined();
  });

  test('says 422 of a number, and 400 of a message', async () => {
    world.stub.answer({ status: 422 });
    expect(await refusal(world.gateway('generic').send(message))).toMatchObject({
      code: 'RECIPIENT_REFUSED',
      mayRetry: false,
    });
    world.stub.answer({ status: 400 });
    expect(await refusal(world.gateway('generic').send(message))).toMatchObject({
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
    expect(receipt(world.gateway('generic'), request)?.receipts).toEqual([expected]);
  });

  test('reports no telephone number as a reason', () => {
    const query = { reference: 'r1', status: 'failed', reason: 'no such number +4799999999' };
    expect(receipt(world.gateway('generic'), { query })?.receipts[0]?.reason).toBe('no such number +***');
  });

  test('reports what is not final as nothing', () => {
    expect(
      receipt(world.gateway('generic'), { query: { reference: 'r1', status: 'buffered' } })?.receipts,
    ).toEqual([]);
  });
});
