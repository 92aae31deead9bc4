/** Asks every part of the outside world now, each with a limit of time, and says which versions run. */
import type { Health, HealthOfPart } from '@segl/protocol/json';

/** How long a part may take, milliseconds. */
const patience = 10_000;

export interface HealthDeps {
  /** Rejects when the part cannot do its work; undefined: the installation has no such part. */
  readonly checks: Readonly<Record<HealthOfPart['part'], (() => Promise<unknown>) | undefined>>;
  readonly versions: Health['versions'];
}

export async function health({ checks, versions }: HealthDeps): Promise<Health> {
  const parts = Object.entries(checks) as [HealthOfPart['part'], (() => Promise<unknown>) | undefined][];
  return {
    parts: await Promise.all(parts.map(([part, check]) => ask(part, check))),
    versions,
  };
}

async function ask(
  part: HealthOfPart['part'],
  check: (() => Promise<unknown>) | undefined,
): Promise<HealthOfPart> {
  if (check === undefined) return { part, state: 'unused' };
  const began = performance.now();
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLate.reject(new Error(`no answer in ${patience / 1000} s`)), patience);
  try {
    await Promise.race([check(), tooLate.promise]);
    return { part, state: 'up', milliseconds: Math.round(performance.now() - began) };
  } catch (error) {
    return { part, state: 'down', reason: error instanceof Error ? error.message : 'unknown' };
  } finally {
    clearTimeout(timer);
  }
}
