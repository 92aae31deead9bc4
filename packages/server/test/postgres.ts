/**
 * One private PostgreSQL for the whole test run. SEGL_TEST_DATABASE_URL names another server to use instead. Tests get
 * the URL by `inject('postgres')` and say aloud when there is none.
 */
import type { TestProject } from 'vitest/node';
import { findServer, noServer, startServer, undurable } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { url: string } | { missing: string };
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const named = process.env['SEGL_TEST_DATABASE_URL'];
  if (named !== undefined && named !== '') {
    project.provide('postgres', { url: named });
    return undefined;
  }
  const bin = findServer();
  if (bin === undefined) {
    project.provide('postgres', { missing: noServer });
    return undefined;
  }
  const server = await startServer(bin, undurable);
  project.provide('postgres', { url: server.url });
  return server.stop;
}
