import { describe, expect, test } from 'vitest';
import { message, receipt, refusal, smsWorld } from '../../../test/sms-world.ts';

const world = smsWorld();

describe('PSWinCom', () => {
  const answer = (logon: string, messages: string): void =>
    world.stub.answer({
      body: Buffer.from(
        `<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE SESSION SYSTEM "pswincom_submit_response.dtd">\n<SESSION><LOGON>${logon}</LOGON><REASON>få</REASON>${messages}</SESSION>`,
        'latin1',
      ),
    });
  const message1 = (fields: string): string => `<MSGLST><MSG><ID>1</ID>${fields}</MSG></MSGLST>`;

  test('is sent one message in ISO 8859-1, and gives its reference', async () => {
    answer('OK', message1('<STATUS>OK</STATUS><INFO></INFO><REF>984342374</REF>'));
    expect(await world.gateway('pswincom').send(message)).toEqual({ gatewayReference: '984342374' });
    expect(world.last()?.headers['content-type']).toBe('text/xml; charset=ISO-8859-1');
    const xml = world.last()?.body.toString('latin1') ?? '';
    expect(xml).toContain('<CLIENT>segl</CLIENT><PW>hemmelig &amp; "trygt"</PW>');
    expect(xml).toContain(
      '<TEXT>Testkommunen ber deg signere: æøå &amp; &lt;b&gt;\nhttps://sign.example.org/l/1</TEXT>',
    );
    expect(xml).toContain('<SND>Segl</SND><RCV>4799999999</RCV>');
    expect(xml).not.toContain('<OP>');
  });

  test('is sent other alphabets, and signs that ISO 8859-1 lacks, as Unicode', async () => {
    answer('OK', message1('<STATUS>OK</STATUS>'));
    expect(await world.gateway('pswincom').send({ ...message, text: 'Šš €' })).toEqual({});
    expect(world.last()?.body.toString('latin1')).toContain('<TEXT>01600161002020ac</TEXT><OP>9</OP>');
    await world.gateway('pswincom').send({ ...message, text: '5 €' });
    expect(world.last()?.body.toString('latin1')).toContain('<TEXT>0035002020ac</TEXT><OP>9</OP>');
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
    expect(await refusal(world.gateway('pswincom').send(message))).toMatchObject({ code, mayRetry });
  });

  test('reports several messages at once, and wants each confirmed', () => {
    const report = (id: number, state: string) =>
      `<MSG><ID>${id}</ID><REF>r${id}</REF><RCV>4712345678</RCV><STATE>${state}</STATE><DELIVERYTIME>2006.02.23 15:23:23</DELIVERYTIME></MSG>`;
    const body = `<?xml version="1.0"?>
<!DOCTYPE MSGLST SYSTEM "pswincom_report_request.dtd">
<MSGLST>${report(1, 'DELIVRD')}${report(2, 'UNDELIV')}${report(3, 'UNKNOWN')}</MSGLST>`;
    const read = receipt(world.gateway('pswincom'), { type: 'application/xml', body });
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
    expect(receipt(world.gateway('pswincom'), { body })).toBeUndefined();
  });
});
