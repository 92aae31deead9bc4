/** One structured line per request and per task; never a URL, a query, a body or a personal number. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pino, type Logger, type DestinationStream } from 'pino';

/** Eleven digits in a row, as a national identity number stands in a text. */
const PERSONAL_NUMBER = /(?<!\d)\d{6}\s?\d{5}(?!\d)/g;

export function maskPersonalNumbers(text: string): string {
  return text.replace(PERSONAL_NUMBER, '***********');
}

export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: safeError },
    hooks: {
      streamWrite: maskPersonalNumbers,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Type, code, message and stack, masked; no properties that a library hung on the error. */
function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { type: error.name, code, message: error.message, stack: error.stack };
}

/** What a request's line also says. Never personal data. */
export interface RequestNotes {
  /** Whose certificate called. */
  readonly organization?: string;
  /** Code of the error that was answered. */
  readonly error?: string;
}

const notes = new WeakMap<FastifyRequest, RequestNotes>();

export function noteForLog(request: FastifyRequest, note: RequestNotes): void {
  notes.set(request, { ...notes.get(request), ...note });
}

/** Logs each answer with the route's pattern instead of its URL. */
export function logRequests(server: FastifyInstance, logger: Logger, listener: 'api' | 'web'): void {
  server.addHook('onResponse', (request, reply, done) => {
    logger.info(
      {
        listener,
        request: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        ...notes.get(request),
      },
      'request',
    );
    done();
  });
}
