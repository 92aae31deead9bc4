/** What holds for each of the four. */
import { describe, expect, test } from 'vitest';
import { message, receipt, refusal, smsWorld } from '../../../test/sms-world.ts';

const world = smsWorld();
const names = ['generic', 'pswincom', 'link', 'sveve'] as const;

describe.each(names)('%s', (name) => {
  const gateway = (timeoutMs?: number) => world.gateway(name, timeoutMs);

  test.each([
    [500, 'GATEWAY_UNAVAILABLE', true],
    [503, 'GATEWAY_UNAVAILABLE', true],
    [429, 'GATEWAY_UNAVAILABLE', true],
    [401, 'GATEWAY_REFUSED', true],
    [403, 'GATEWAY_REFUSED', true],
    [302, 'GATEWAY_REFUSED', true],
    [413, 'GATEWAY_REFUSED', false],
  ])('answers %d', async (status, code, mayRetry) => {
    world.stub.answer({ status, body: 'hemmelig +4799999999' });
    const thrown = await refusal(gateway().send(message));
    expect(thrown).toMatchObject({ name: 'DeliveryError', code, mayRetry });
    expect(String(thrown)).not.toMatch(/99999999|hemmelig|signere/);
  });

  test('never answers, or too much', async () => {
    world.stub.answer((_request, response) => response.write('x'));
    expect(await refusal(gateway(100).send(message))).toMatchObject({ code: 'GATEWAY_UNAVAILABLE' });
    world.stub.answer({ body: Buffer.alloc(1_000_000, 'x') });
    expect(await refusal(gateway().send(message))).toMatchObject({
      code: 'GATEWAY_UNAVAILABLE',
      mayRetry: true,
    });
  });

  test.each(['', '99999999', '+4799999999,+4788888888', '+47 99999999', '+0012345678', '+47999999999999999'])(
    'is not asked about "%s"',
    async (to) => {
      const before = world.stub.requests.length;
      expect(await refusal(gateway().send({ ...message, to }))).toMatchObject({
        code: 'RECIPIENT_REFUSED',
        mayRetry: false,
      });
      expect(world.stub.requests).toHaveLength(before);
    },
  );

  test.each(['Ås', 'Testkommunen', 'A B', 'AB', 'x\r\ny'])(
    'is not asked to show "%s" as sender',
    async (sender) => {
      expect(await refusal(gateway().send({ ...message, sender }))).toMatchObject({
        code: 'GATEWAY_REFUSED',
      });
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
