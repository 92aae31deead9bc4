/** What browsers are told about every answer of the web listener. */
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply } from 'fastify';

const strict = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  workerSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Strict: only own files, no inline code, no frames; `https` adds HSTS. */
export async function registerSecurityHeaders(server: FastifyInstance, https: boolean): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: pageDirectives(https, []),
    },
    strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

/** `formsGoTo`: origins beside our own that forms may be sent to. */
function pageDirectives(https: boolean, formsGoTo: readonly string[]) {
  return {
    ...strict,
    formAction: [...strict.formAction, ...formsGoTo],
    ...(https ? { upgradeInsecureRequests: [] } : {}),
  };
}

/** This one answer may stand in a frame on pages of these origins. */
export function framedBy(reply: FastifyReply, origins: readonly string[]): void {
  reply.helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: origins.length === 0 ? ["'none'"] : [...origins],
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    xFrameOptions: origins.length === 0 ? { action: 'deny' } : false,
  });
  if (origins.length > 0) void reply.removeHeader('x-frame-options');
}

/** A form on this page may be sent to these origins: logging out at the eID is one. */
export function allowForms(reply: FastifyReply, origins: readonly string[], https: boolean): void {
  reply.helmet({
    contentSecurityPolicy: { useDefaults: false, directives: pageDirectives(https, origins) },
  });
}
