/** The built pages, read once: assets that never change their content, and the one HTML file for every view. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { allowForms } from './security-headers.ts';

/** Answers with the application's HTML; `status` tells programs what the page tells people. */
export type SendPage = (reply: FastifyReply, status?: number) => Promise<FastifyReply>;

export interface PagesDeps {
  /** Of the built pages. */
  readonly folder: string;
  readonly https: boolean;
  /** Where a page may send the form that logs out at the eID. */
  readonly eidOrigins: () => Promise<readonly string[]>;
}

export async function registerPages(
  server: FastifyInstance,
  { folder, https, eidOrigins }: PagesDeps,
): Promise<SendPage> {
  const html = await readFile(join(folder, 'index.html'), 'utf8').catch((cause: unknown) => {
    throw new Error('The pages are not built: run `npm run build` first', { cause });
  });
  await server.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
  });
  return async (reply, status = 200) => {
    allowForms(reply, await eidOrigins(), https);
    return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
  };
}
