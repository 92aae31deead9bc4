/** pyHanko, in a Python environment of the run's own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Sample } from './results.ts';
import { run, runBeside } from './tools.ts';
import type { Verdict } from './validators.ts';

/** Puts the pinned packages in place where they are missing; returns the interpreter. */
export function installPython(project: string): string {
  const environment = join(project, '.venv');
  const python = join(environment, 'bin', 'python');
  if (!existsSync(python)) succeed('python3', ['-m', 'venv', environment]);
  succeed(python, ['-m', 'pip', 'install', '-q', '--no-deps', '-r', join(project, 'requirements.txt')]);
  return python;
}

function succeed(tool: string, parameters: readonly string[]): void {
  const { status, output } = run(tool, parameters);
  if (status !== 0) throw new Error(`${tool} ${parameters.join(' ')} failed:\n${output}`);
}

/** Judges all sealed PDFs in one go; the verdicts by the samples' ids. */
export async function pyhanko(
  python: string,
  project: string,
  samples: readonly Sample[],
  anchors: string,
): Promise<Map<string, Verdict>> {
  const sealed = samples.filter(({ kind }) => kind === 'pades');
  const { status, stdout, stderr } = await runBeside(python, [join(project, 'judge.py'), anchors], {
    input: sealed.map(({ file }) => `${file}\n`).join(''),
  });
  if (status !== 0) throw new Error(`pyHanko did not judge:\n${stderr}`);
  const answers = stdout.trim().split('\n');
  return new Map(
    sealed.map(({ id }, index) => {
      const { accepted, words } = JSON.parse(answers[index] ?? '{}') as Verdict;
      return [id, { accepted, words }];
    }),
  );
}
