/** The Maven project: the official client's jobs, DSS, and a later revision written by PDFBox. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Sample } from './results.ts';
import type { RunningSandbox } from './sandbox.ts';
import { run, runBeside } from './tools.ts';
import type { Verdict } from './validators.ts';

/** Stands in for whoever gets link and code. */
const recipient = join(import.meta.dirname, 'recipient.ts');
const LEVEL = {
  xades: 'XAdES-BASELINE-LT',
  pades: 'PAdES-BASELINE-LTA',
  asice: 'XAdES-BASELINE-LT',
} as const;
/** Runs the client's tests, printing what fails and the closing line; true when all passed. */
export async function runClient(project: string, sandbox: RunningSandbox, out: string): Promise<boolean> {
  const child = spawn(
    'mvn',
    [
      ...['-B', '-ntp', '-Dstyle.color=never', '-f', project, 'test'],
      ...[`-Dsegl.api=${sandbox.apiUrl}`, `-Dsegl.web=${sandbox.webUrl}`],
      ...[`-Dsegl.certificates=${sandbox.certificates}`, `-Dsegl.out=${out}`],
      ...[`-Dsegl.node=${process.execPath}`, `-Dsegl.recipient=${recipient}`],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<boolean>((resolve) => {
    child
      .on('error', () => resolve(false))
      .on('close', (code) => {
        resolve(code === 0);
      });
  });
  for await (const line of createInterface({ input: child.stdout }))
    if (/^\[(ERROR|WARNING)\]|Tests run:/.test(line)) console.log(line);
  return ended;
}

/** Class path of the compiled project. */
export async function classPath(project: string, scratch: string): Promise<string> {
  const file = join(scratch, 'class-path');
  const { status, output } = run('mvn', [
    ...['-q', '-B', '-f', project, 'dependency:build-classpath', `-Dmdep.outputFile=${file}`],
  ]);
  if (status !== 0) throw new Error(`Maven could not name the class path:\n${output}`);
  return [join(project, 'target', 'classes'), (await readFile(file, 'utf8')).trim()].join(delimiter);
}

/** Judges all the samples in one go; the verdicts by the samples' ids. */
export async function dss(
  path: string,
  samples: readonly Sample[],
  { anchors, scratch }: { readonly anchors: string; readonly scratch: string },
): Promise<Map<string, Verdict>> {
  const list = join(scratch, 'dss-list');
  const lines = samples.map(({ id, kind, file, documents }) =>
    [id, file, kind === 'xades' ? documents : ''].join('\t'),
  );
  await writeFile(list, `${lines.join('\n')}\n`);
  const parameters = ['-cp', path, 'segl.interop.Judge', anchors, list];
  const { status, stdout, stderr } = await runBeside('java', parameters);
  if (status !== 0) throw new Error(`DSS did not judge:\n${stdout}${stderr}`);
  const kinds = new Map(samples.map(({ id, kind }) => [id, kind]));
  const verdicts = new Map<string, Verdict>();
  for (const line of stdout.split('\n')) {
    const [id = '', indication = '', format = ''] = line.split('\t');
    const kind = kinds.get(id);
    if (kind === undefined) continue;
    const accepted = indication === 'TOTAL_PASSED' && format === LEVEL[kind];
    verdicts.set(id, { accepted, words: accepted ? `TOTAL_PASSED ${format}` : indication });
  }
  return verdicts;
}

/** Writes over the sealed PDFs in later revisions. */
export function revise(path: string, pairs: readonly (readonly [signed: string, revised: string])[]): void {
  const { status, output } = run('java', ['-cp', path, 'segl.interop.Revise', ...pairs.flat()]);
  if (status !== 0) throw new Error(`The PDFs could not be revised:\n${output}`);
}

export interface Conformance {
  /** Whether the file says that it is PDF/A-3b. */
  readonly claims: boolean;
  readonly conforms: boolean;
  /** Rules that are broken. */
  readonly broken: string;
}

/** What veraPDF says of sealed documents, by the samples' ids. */
export async function verapdf(
  path: string,
  samples: readonly Sample[],
  scratch: string,
): Promise<Map<string, Conformance>> {
  const list = join(scratch, 'verapdf-list');
  await writeFile(list, samples.map(({ file }) => `${file}\n`).join(''));
  const { status, stdout, stderr } = await runBeside('java', ['-cp', path, 'segl.interop.Conform', list]);
  if (status !== 0) throw new Error(`veraPDF did not judge:\n${stdout}${stderr}`);
  const ids = new Map(samples.map(({ id, file }) => [file, id]));
  const found = new Map<string, Conformance>();
  for (const line of stdout.split('\n')) {
    const [file = '', claim = '', conforms = '', broken = ''] = line.split('\t');
    const id = ids.get(file);
    if (id !== undefined) found.set(id, { claims: claim === '3b', conforms: conforms === 'yes', broken });
  }
  return found;
}
