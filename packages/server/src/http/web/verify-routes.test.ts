import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebWorld, type WebWorld } from '../../../test/web-world.ts';

describe('the public check of files', () => {
  let world: WebWorld;
  beforeAll(async () => (world = await openWebWorld('https://segl.example')));
  afterAll(() => world.close());

  const post = (payload: Buffer, remoteAddress = '192.0.2.1') =>
    world.server.inject({
      method: 'POST',
      url: '/verify',
      payload,
      remoteAddress,
      headers: { 'content-type': 'application/pdf' },
    });

  it('needs no log-in, and judges whatever comes', async () => {
    expect((await post(Buffer.from('%PDF-1.7 damaged'))).json()).toMatchObject({
      kind: 'PDF',
      conclusion: 'FAILED',
      reasons: [{ code: 'PDF_DAMAGED' }],
    });
    expect((await post(Buffer.from('PK\u0003\u0004 damaged'))).json()).toMatchObject({
      kind: 'ASiC-E',
      signatures: [],
    });
    expect((await post(Buffer.from('<a>'))).json()).toMatchObject({ kind: 'XAdES', conclusion: 'FAILED' });
  });

  it('publishes the schema of the evidence object', async () => {
    const answer = await world.server.inject({ url: '/schemas/evidence-1.xsd' });
    expect(answer.headers['content-type']).toContain('application/xml');
    expect(answer.body).toContain('targetNamespace="urn:segl:evidence:1"');
  });

  it('refuses what is too large or nothing, and more than thirty in a minute from one address', async () => {
    expect((await post(Buffer.alloc(30 * 1024 * 1024 + 1))).json()).toMatchObject({
      code: 'REQUEST_TOO_LARGE',
    });
    expect((await post(Buffer.alloc(0))).json()).toMatchObject({ status: 400 });
    const statuses = new Set<number>();
    for (let count = 0; count < 31; count += 1)
      statuses.add((await post(Buffer.from('hello'), '192.0.2.2')).statusCode);
    expect([...statuses]).toEqual([200, 429]);
    expect((await post(Buffer.from('hello'), '192.0.2.3')).statusCode).toBe(200);
  });

  it('holds no more than eight files at once, however slowly they come', async () => {
    await world.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = world.server.server.address() as AddressInfo;
    const slow = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write('POST /verify HTTP/1.1\r\nHost: segl.example\r\nContent-Length: 1000\r\n\r\nslow');
        return socket;
      }),
    );
    const statusOf = async () => (await post(Buffer.from('hello'), '192.0.2.4')).statusCode;
    await expect.poll(statusOf).toBe(503);
    for (const socket of slow) socket.destroy();
    await expect.poll(statusOf).toBe(200);
  });
});
