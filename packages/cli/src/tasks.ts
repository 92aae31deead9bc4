/** `segl tasks`: work of a running service that failed and waits. */
import { parseArgs } from 'node:util';
import type { RetryAnswer, StuckTasks } from '@segl/protocol/json';
import { askOperator } from './operator-api.ts';
import { UsageError } from './usage-error.ts';

const usage = `segl tasks list [--json]
segl tasks retry ID
segl tasks retry --kind KIND
segl tasks retry --all`;

export async function tasks([act = 'list', ...args]: readonly string[]): Promise<void> {
  if (act === 'list') await list(args);
  else if (act === 'retry') await retry(args);
  else throw new UsageError(usage);
}

async function list(args: string[]): Promise<void> {
  const { json } = parseArgs({ args, options: { json: { type: 'boolean' } } }).values;
  const { items } = (await askOperator('GET', 'tasks')) as StuckTasks;
  if (json === true) {
    console.log(JSON.stringify(items, undefined, 2));
    return;
  }
  if (items.length === 0) console.log('Nothing is stuck.');
  for (const { id, kind, job, attempts, reason, dueAt } of items) {
    const whose = job === undefined ? '' : ` of job ${job}`;
    console.log(`${id}  ${kind}${whose}, tried ${attempts} times, again ${dueAt}\n    ${reason}`);
  }
}

async function retry(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { kind: { type: 'string' }, all: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  const given = [id, values.kind, values.all || undefined].filter((one) => one !== undefined);
  if (given.length !== 1 || others.length > 0) throw new UsageError(usage);
  const which = { ...(id !== undefined && { id }), ...(values.kind !== undefined && { kind: values.kind }) };
  const { retried } = (await askOperator('POST', 'tasks/retry', which)) as RetryAnswer;
  console.log(`${retried} ${retried === 1 ? 'task runs' : 'tasks run'} now.`);
}
