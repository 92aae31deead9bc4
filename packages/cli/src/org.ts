/** `segl org`: the organisations of a running service, as its operator manages them. */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { OperatedOrganisation, OperatedOrganisations } from '@segl/protocol/json';
import { askOperator } from './operator-api.ts';
import { UsageError } from './usage-error.ts';

const usage = `segl org list [--json]
segl org show NUMBER [--json]
segl org create NUMBER NAME --sector public|private [--api-access] [--contact-addressing]
segl org rights NUMBER [--sector public|private] [--api-access yes|no] [--contact-addressing yes|no]
segl org add-manager NUMBER --name NAME --email ADDRESS < FILE   (FILE: the national identity number)
segl org deactivate NUMBER
segl org reactivate NUMBER`;

type Act = (parameters: string[]) => Promise<void>;

const acts: Readonly<Record<string, Act>> = {
  list,
  show,
  create,
  rights,
  'add-manager': addManager,
  deactivate: (parameters) => setActive('deactivate', parameters),
  reactivate: (parameters) => setActive('reactivate', parameters),
};

export async function org([name = '', ...parameters]: readonly string[]): Promise<void> {
  const act = acts[name];
  if (act === undefined) throw new UsageError(usage);
  await act(parameters);
}

async function list(args: string[]): Promise<void> {
  const { json } = parseArgs({ args, options: { json: { type: 'boolean' } } }).values;
  print(await all(), json);
}

async function show(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const number = numberIn(positionals);
  const found = (await all()).filter((organisation) => organisation.number === number);
  if (found.length === 0) throw new Error(`There is no organisation ${number} here.`);
  print(found, values.json);
}

async function create(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: {
      sector: { type: 'string' },
      'api-access': { type: 'boolean', default: false },
      'contact-addressing': { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [number, name] = positionals;
  if (number === undefined || name === undefined || values.sector === undefined) throw new UsageError(usage);
  const made = await askOperator('POST', 'organisations', {
    number,
    name,
    sector: values.sector,
    apiAccess: values['api-access'],
    contactAddressing: values['contact-addressing'],
  });
  print([made as OperatedOrganisation]);
}

async function rights(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: {
      sector: { type: 'string' },
      'api-access': { type: 'string' },
      'contact-addressing': { type: 'string' },
    },
    allowPositionals: true,
  });
  const apiAccess = yesOrNo(values['api-access']);
  const contactAddressing = yesOrNo(values['contact-addressing']);
  const changed = await askOperator('PATCH', `organisations/${numberIn(positionals)}`, {
    ...(values.sector !== undefined && { sector: values.sector }),
    ...(apiAccess !== undefined && { apiAccess }),
    ...(contactAddressing !== undefined && { contactAddressing }),
  });
  print([changed as OperatedOrganisation]);
}

/** The number comes by standard input: what is typed on a command line is seen by others and kept by the shell. */
async function addManager(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { name: { type: 'string' }, email: { type: 'string' } },
    allowPositionals: true,
  });
  const number = numberIn(positionals);
  if (values.name === undefined || values.email === undefined) throw new UsageError(usage);
  if (process.stdin.isTTY) console.error('National identity number, then Ctrl-D:');
  const personalIdentificationNumber = (await text(process.stdin)).trim();
  await askOperator('POST', `organisations/${number}/managers`, {
    ...{ name: values.name, email: values.email },
    personalIdentificationNumber,
  });
  console.log(`${values.name} is an account manager of ${number} and is told by email.`);
}

async function setActive(act: 'deactivate' | 'reactivate', args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const path = `organisations/${numberIn(positionals)}/${act}`;
  print([(await askOperator('POST', path, {})) as OperatedOrganisation]);
}

async function all(): Promise<readonly OperatedOrganisation[]> {
  return ((await askOperator('GET', 'organisations')) as OperatedOrganisations).items;
}

function numberIn([number, ...others]: readonly string[]): string {
  if (number === undefined || others.length > 0 || !/^\d{9}$/.test(number)) throw new UsageError(usage);
  return number;
}

function yesOrNo(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (value !== 'yes' && value !== 'no') throw new UsageError(usage);
  return value === 'yes';
}

function print(organisations: readonly OperatedOrganisation[], json = false): void {
  if (json) {
    console.log(JSON.stringify(organisations, undefined, 2));
    return;
  }
  for (const {
    number,
    name,
    sector,
    apiAccess,
    contactAddressing,
    managers,
    deactivatedAt,
  } of organisations) {
    const about = [
      sector,
      ...(apiAccess ? ['API access'] : []),
      ...(contactAddressing ? ['addressing by email and SMS'] : []),
      `${managers} account manager${managers === 1 ? '' : 's'}`,
      ...(deactivatedAt === undefined ? [] : [`deactivated ${deactivatedAt}`]),
    ];
    console.log(`${number}  ${name}  (${about.join(', ')})`);
  }
}
