/** Answers in XML: messages, and errors of every kind, those before routing too. */
import type { Duplex } from 'node:stream';
import { encodeError } from '@segl/protocol/v1';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Logger } from 'pino';
import { ServiceError } from '../../errors.ts';
import { publicError, type PublicError } from '../errors.ts';
import { noteForLog } from '../logging.ts';

/** Exactly this type: the official Java client reads errors in no other. */
export const XML = 'application/xml';

/** Declared length up to which a refused upload is read to its end, so that its sender gets to read the answer. */
const DRAINED_BYTES = 64 * 1024 * 1024;

export function sendXml(reply: FastifyReply, message: Uint8Array): FastifyReply {
  return reply.type(XML).send(message);
}

export function answerErrors(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply, logger));
  server.setNotFoundHandler((request, reply) =>
    sendError(new ServiceError('NOT_FOUND', 'There is nothing at this address.'), request, reply, logger),
  );
}

/** For what fails before a route is found: a URL that cannot be decoded. */
export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): FastifyReply {
  const known = publicError(error);
  noteForLog(request, { error: known.code });
  if (known.status >= 500) logger.error({ err: error, request: request.id }, known.code);
  if (known.status === 413 && Number(request.headers['content-length']) <= DRAINED_BYTES) {
    reply.removeHeader('connection');
  }
  if (known.status === 503) void reply.header('Retry-After', 5);
  return sendXml(reply.code(known.status), errorMessage(known));
}

export function errorMessage({ code, message, type }: PublicError): Uint8Array {
  return encodeError({ code, message: withoutForbidden(message), type });
}

/** For the peer to read the answer and close; then the connection is cut, whatever the peer does. */
const LINGER_MS = 2_000;

/**
 * Answers what is no HTTP, or stopped half-way, on the bare connection. Where TLS itself failed or never came about
 * nothing can be answered: words would wait for the handshake for ever, and the connection with them.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  const { code = '' } = error;
  if (!/^(HPE_|ERR_HTTP_)/.test(code) || !socket.writable) {
    socket.destroy();
    return;
  }
  const cut = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(cut));
  const [status, problem] = CLIENT_ERRORS[code] ?? [
    '400 Bad Request',
    new ServiceError('MALFORMED_REQUEST', 'The request is not valid HTTP.'),
  ];
  const body = errorMessage(publicError(problem));
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status}\r\nContent-Type: ${XML}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      ),
      body,
    ]),
  );
}

const CLIENT_ERRORS: Readonly<Record<string, readonly [string, ServiceError]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    new ServiceError('REQUEST_TOO_LARGE', 'The headers of the request are too large.'),
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    new ServiceError('MALFORMED_REQUEST', 'The request did not arrive in time.'),
  ],
};

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Answers 405 to every method but those that the address has a route for. */
export function refuseOtherMethods(
  scope: FastifyInstance,
  url: string,
  ...allowed: readonly HTTPMethods[]
): void {
  const names = allowed.join(', ');
  scope.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    handler: (_request, reply) => {
      void reply.header('Allow', names);
      throw new ServiceError('METHOD_NOT_ALLOWED', `This address answers to ${names} only.`);
    },
  });
}

/** Characters that XML cannot hold, which a message may have taken over from hostile input. */
function withoutForbidden(message: string): string {
  return message
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
