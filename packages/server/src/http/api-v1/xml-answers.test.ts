import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { answerClientError } from './xml-answers.ts';

/** A connection that takes what is written, or, before its handshake, keeps it waiting. */
function connection(takes: boolean): { socket: Duplex; written: string[] } {
  const written: string[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      if (takes) done();
    },
  });
  return { socket, written };
}
const failed = (code: string): Error => Object.assign(new Error(code), { code });

it('answers what is no HTTP', () => {
  const { socket, written } = connection(true);
  answerClientError(failed('HPE_INVALID_METHOD'), socket);
  expect(written.join('')).toMatch(/^HTTP\/1.1 400 .*<error /s);
  socket.destroy();
});

it.each(['ERR_TLS_HANDSHAKE_TIMEOUT', 'ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO', 'ECONNRESET'])(
  'cuts a connection without TLS (%s) instead of waiting for it',
  (code) => {
    const { socket, written } = connection(false);
    answerClientError(failed(code), socket);
    expect(socket.destroyed).toBe(true);
    expect(written).toEqual([]);
  },
);
