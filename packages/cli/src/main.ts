#!/usr/bin/env node
/** `segl`: one command a file, loaded when it is asked for. Exit status 3: typed wrong. */
import { UsageError } from './usage-error.ts';

type Command = (parameters: readonly string[]) => Promise<void>;

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  demo: async () => (await import('./demo.ts')).demo,
  verify: async () => (await import('./verify.ts')).verify,
  preserve: async () => (await import('./preserve.ts')).preserve,
  org: async () => (await import('./org.ts')).org,
  tasks: async () => (await import('./tasks.ts')).tasks,
  health: async () => (await import('./health.ts')).health,
};

const [name = 'start', ...parameters] = process.argv.slice(2);
const load = commands[name];
if (load === undefined) {
  console.error(`Unknown command "${name}": one of ${Object.keys(commands).join(', ')}`);
  process.exitCode = 3;
} else {
  try {
    await (
      await load()
    )(parameters);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = isUsage(error) ? 3 : 1;
  }
}

function isUsage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | undefined)?.code);
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
}
