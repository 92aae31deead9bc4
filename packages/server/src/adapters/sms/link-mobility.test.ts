import { describe, expect, test } from 'vitest';
import { account, message, receipt, refusal, smsWorld } from '../../../test/sms-world.ts';
import { linkMobilitySms } from './link-mobility.ts';

const world = smsWorld();

describe('LINK Mobility', () => {
  test('is sent a JSON object, and gives its message id', async () => {
    world.stub.answer({
      body: '{"messageId":"Dcshuhod0PMAAAFQ+/PbnR3x","resultCode":1005,"description":"Queued"}',
    });
    expect(await world.gateway('link').send(message)).toEqual({
      gatewayReference: 'Dcshuhod0PMAAAFQ+/PbnR3x',
    });
    expect(world.sent()).toMatchObject({
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
    expect(world.last()?.headers.authorization).toBe(
      `Basic ${Buffer.from(`segl:${account.password}`).toString('base64')}`,
    );
  });

  test('without a gate sends no reports', async () => {
    world.stub.answer({ status: 204 });
    const config = { url: world.stub.url, ...account, platformId: '1', platformPartnerId: '2' };
    expect(await linkMobilitySms(config).send(message)).toEqual({});
    expect(world.sent()).toMatchObject({ useDeliveryReport: false });
    expect(world.sent()).not.toHaveProperty('deliveryReportGates');
  });

  test.each([
    [400, '{"resultCode":2106,"description":"+4799999999"}', 'RECIPIENT_REFUSED', false],
    [400, '{"status":106201,"description":"Invalid or missing platformPartnerId"}', 'GATEWAY_REFUSED', true],
    [400, '{"resultCode":4003}', 'GATEWAY_REFUSED', false],
    [400, 'nonsense', 'GATEWAY_REFUSED', false],
    [200, 'nonsense', 'GATEWAY_UNAVAILABLE', true],
    [200, '{"resultCode":0}', 'GATEWAY_UNAVAILABLE', true],
  ])('answers %d %s', async (status, body, code, mayRetry) => {
    world.stub.answer({ status, body });
    const thrown = await refusal(world.gateway('link').send(message));
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
    expect(receipt(world.gateway('link'), { type: 'application/json', body })?.receipts).toEqual(expected);
  });
});
