import { spawnSync } from 'node:child_process';

/** Whether a command is there; says so loudly when the tests that ask it will be skipped. */
export function foreignTool(command: string, ...probe: readonly string[]): boolean {
  const found = spawnSync(command, probe).error === undefined;
  if (!found) process.stderr.write(`SKIPPED: tests that ask ${command} (it is not installed)\n`);
  return found;
}
