/** `segl health`: asks a running service for its parts; exit status 1 when one is down. */
import { parseArgs } from 'node:util';
import type { Health } from '@segl/protocol/json';
import { askOperator } from './operator-api.ts';

export async function health(parameters: readonly string[]): Promise<void> {
  const { json } = parseArgs({ args: [...parameters], options: { json: { type: 'boolean' } } }).values;
  const answer = (await askOperator('GET', 'health')) as Health;
  if (json === true) console.log(JSON.stringify(answer, undefined, 2));
  else print(answer);
  if (answer.parts.some(({ state }) => state === 'down')) process.exitCode = 1;
}

function print({ parts, versions }: Health): void {
  for (const { part, state, reason, milliseconds } of parts) {
    const more = reason ?? (milliseconds === undefined ? '' : `${milliseconds} ms`);
    console.log(`${part.padEnd(12)}${state.padEnd(8)}${more}`);
  }
  console.log(`Segl ${versions.segl}, Node ${versions.node}, ${versions.database}`);
}
