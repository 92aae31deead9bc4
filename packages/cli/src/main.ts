#!/usr/bin/env node
/** `segl`: one command a file. */
import { demo } from './demo.ts';
import { start } from './start.ts';

const commands: Readonly<Record<string, (parameters: readonly string[]) => Promise<void>>> = { start, demo };

const [name = 'start', ...parameters] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error(`Unknown command "${name}": one of ${Object.keys(commands).join(', ')}`);
  process.exitCode = 3;
} else {
  await command(parameters).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
