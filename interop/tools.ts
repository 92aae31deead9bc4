/** Programs of others that the interoperability run needs. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const needed: readonly {
  readonly name: string;
  readonly version: readonly string[];
  readonly debian: string;
}[] = [
  { name: 'java', version: ['-version'], debian: 'openjdk-17-jdk-headless' },
  { name: 'mvn', version: ['--version'], debian: 'maven' },
  { name: 'xmlsec1', version: ['--version'], debian: 'xmlsec1' },
  { name: 'openssl', version: ['version'], debian: 'openssl' },
  { name: 'pdfsig', version: ['-v'], debian: 'poppler-utils' },
  { name: 'python3', version: ['--version'], debian: 'python3-venv' },
  { name: 'qpdf', version: ['--version'], debian: 'qpdf' },
];

/** One line for each tool that is missing or too old; empty: all are there. */
export function missingTools(): string[] {
  return needed.flatMap(({ name, version, debian }) => {
    const { error, stdout, stderr } = spawnSync(name, version, { encoding: 'utf8' });
    if (error !== undefined) return [`${name} is missing (Debian package ${debian})`];
    if (name !== 'java') return [];
    const major = Number(/version "(\d+)/.exec(stdout + stderr)?.[1] ?? 0);
    return major >= 17 ? [] : [`java is ${major}, 17 or newer is needed (Debian package ${debian})`];
  });
}

export interface Ended {
  readonly status: number;
  readonly output: string;
}

/** Runs a tool beside others; its standard input is `input`. Killed after `seconds`. */
export async function runBeside(
  tool: string,
  parameters: readonly string[],
  { input = '', seconds = 400 }: { readonly input?: string; readonly seconds?: number } = {},
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(tool, parameters, { timeout: seconds * 1000 });
  child.stdin.end(input);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status: status ?? -1, stdout, stderr };
}

/** Runs a tool to its end; `output` is what it wrote to stdout and stderr. */
export function run(
  tool: string,
  parameters: readonly string[],
  options: { readonly folder?: string } = {},
): Ended {
  const { error, status, stdout, stderr } = spawnSync(tool, parameters, {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    timeout: 180_000,
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
  });
  if (error !== undefined) throw new Error(`${tool} could not be run`, { cause: error });
  return { status: status ?? -1, output: stdout + stderr };
}
