/** Numbers and names in a request's address. */
import type { FastifyRequest } from 'fastify';
import { ServiceError, type ErrorCode } from '../../errors.ts';
import type { JobOfSender } from '../../jobs/find-job.ts';
import type { Flow } from '../../jobs/model.ts';
import { callerOf } from './callers.ts';

/** The job of the path, at the caller's sender. @throws ServiceError JOB_NOT_FOUND */
export function jobOf(request: FastifyRequest, flow: Flow | undefined): JobOfSender {
  const jobId = pathText(request, 'job');
  // As many digits as surely fit the database's integer.
  if (!/^\d{1,18}$/.test(jobId)) {
    throw new ServiceError('JOB_NOT_FOUND', 'A signature job is named by its number.');
  }
  return { sender: callerOf(request).sender, jobId: BigInt(jobId), flow };
}

/** A small number of the path, from 1. @throws ServiceError with the code given */
export function pathNumber(request: FastifyRequest, name: string, otherwise: ErrorCode): number {
  const text = pathText(request, name);
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new ServiceError(otherwise, `The ${name} of the address must be a number from 1.`);
}

/** A query parameter that stands once. @throws ServiceError MALFORMED_REQUEST */
export function singleQuery(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new ServiceError('MALFORMED_REQUEST', `The query parameter ${name} may stand once only.`);
}

function pathText(request: FastifyRequest, name: string): string {
  return (request.params as Readonly<Record<string, string | undefined>>)[name] ?? '';
}
