#!/usr/bin/env node
/** `segl`: one command a file. Exit status 3: typed wrong. */
import { demo } from './demo.ts';
import { health } from './health.ts';
import { org } from './org.ts';
import { start } from './start.ts';
import { tasks } from './tasks.ts';
import { UsageError } from './usage-error.ts';
import { verify } from './verify.ts';

const commands: Readonly<Record<string, (parameters: readonly string[]) => Promise<void>>> = {
  start,
  demo,
  org,
  tasks,
  health,
  verify,
};

const [name = 'start', ...parameters] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error(`Unknown command "${name}": one of ${Object.keys(commands).join(', ')}`);
  process.exitCode = 3;
} else {
  await command(parameters).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = isUsage(error) ? 3 : 1;
  });
}

function isUsage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | undefined)?.code);
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
}
