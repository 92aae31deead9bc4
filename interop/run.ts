/**
 * Interoperability: the official Java client against a sandbox of the run's own, then every signed file it got, and
 * damaged copies of them, before validators that nobody here wrote. Exit code 1 when anything is not as expected.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { damage, type Damage } from './damage.ts';
import { signCorpus } from './corpus.ts';
import { classPath, dss, revise, runClient, verapdf, type Conformance } from './java.ts';
import { installPython, pyhanko } from './python.ts';
import { renewed } from './renew.ts';
import { findResults, ofClient, type Sample } from './results.ts';
import { startSandbox } from './sandbox.ts';
import { printTable, type Row } from './table.ts';
import { missingTools } from './tools.ts';
import { validators, type Judging, type Verdict } from './validators.ts';

const here = dirname(fileURLToPath(import.meta.url));
const repository = dirname(here);
const project = join(here, 'java');
const pythonProject = join(here, 'python');
const out = join(here, 'out');
const notJudged: Verdict = { accepted: false, words: 'not judged' };
const noResults: Row = { file: '(none)', validator: '-', result: 'no signed files', outcome: 'failed' };

const missing = missingTools();
if (missing.length > 0) {
  console.error(`Tools are missing:\n${missing.map((line) => `- ${line}`).join('\n')}`);
  process.exitCode = 2;
} else {
  process.exitCode = await interoperate();
}

async function interoperate(): Promise<number> {
  const scratch = await mkdtemp(join(tmpdir(), 'segl-judging-'));
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const python = installPython(pythonProject);
  const data = join(scratch, 'data');
  let sandbox = await startSandbox(repository, data);
  try {
    const clientPassed = await runClient(project, sandbox, out);
    // The client's tests have moved the clock, and what is made from here on is judged by programs that have the time.
    await sandbox.stop();
    await rm(join(sandbox.certificates, 'clock.json'), { force: true });
    sandbox = await startSandbox(repository, data);
    const isPdfA = await signCorpus(sandbox, out);
    const judging = { anchors: join(sandbox.certificates, 'trust-anchors.pem'), scratch, python };
    const rows = await judgeAll(judging, data, isPdfA);
    printTable(rows);
    if (!clientPassed) console.log('FAILED: the official client (above)');
    const passed = rows.filter(({ outcome }) => outcome === 'passed').length;
    const failed = rows.filter(({ outcome }) => outcome === 'failed').length + (clientPassed ? 0 : 1);
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await sandbox.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function judgeAll(
  judging: Judging & { readonly python: string },
  data: string,
  isPdfA: ReadonlyMap<string, boolean>,
): Promise<Row[]> {
  const path = await classPath(project, judging.scratch);
  const results = await findResults(out);
  if (results.length === 0) return [noResults];
  const sealed = results.filter(({ kind }) => kind === 'pades');
  const some = [sealed.find(ofClient), sealed.findLast((sample) => isPdfA.get(folderOf(sample)) === true)];
  const toRenew = some.filter((sample) => sample !== undefined);
  const whole = [...results, ...(await renewed(repository, data, toRenew, join(judging.scratch, 'renewed')))];
  const toDamage = whole.filter(ofClient);
  const samples = [...whole, ...(await damagedCopies(toDamage, path, join(judging.scratch, 'damaged')))];
  const pdfs = whole.filter(({ kind }) => kind === 'pades');
  const [dssVerdicts, pyhankoVerdicts, conformance] = await Promise.all([
    dss(path, samples, judging),
    pyhanko(judging.python, pythonProject, samples, judging.anchors),
    verapdf(path, pdfs, judging.scratch),
  ]);
  const rows: Row[] = [];
  for (const sample of samples) {
    rows.push(row(sample, 'DSS', dssVerdicts.get(sample.id) ?? notJudged));
    if (sample.kind === 'pades')
      rows.push(row(sample, 'pyHanko', pyhankoVerdicts.get(sample.id) ?? notJudged));
    if (conformance.has(sample.id))
      rows.push(conformanceRow(sample, conformance.get(sample.id), isPdfA.get(folderOf(sample)) === true));
    for (const { name, kinds, sees, judge } of validators)
      if (kinds.includes(sample.kind)) rows.push(row(sample, name, await judge(sample, judging), sees));
  }
  return rows;
}

function folderOf({ id }: Sample): string {
  return id.split('/')[0] ?? '';
}

/** PDF/A-3b that holds where it was due, and no claim anywhere else. */
function conformanceRow({ id: file }: Sample, found: Conformance | undefined, isDue: boolean): Row {
  const { claims = false, conforms = false, broken = 'not judged' } = found ?? {};
  const asExpected = found !== undefined && claims === isDue && (!isDue || conforms);
  const result = asExpected ? (isDue ? 'PDF/A-3b' : 'no claim') : claims ? broken : 'no claim';
  return { file, validator: 'veraPDF', result, outcome: asExpected ? 'passed' : 'failed' };
}

async function damagedCopies(whole: readonly Sample[], path: string, folder: string): Promise<Sample[]> {
  const copies: Sample[] = [];
  for (const sample of whole) copies.push(...(await damage(sample, folder)));
  const revised: Sample[] = whole
    .filter(({ kind }) => kind === 'pades')
    .map((sample) => {
      const id = `${sample.id} [later-revision]`;
      const file = join(folder, `${sample.id.replaceAll('/', '-')}-${basename(sample.file)}`);
      return { ...sample, id, file, damage: 'later-revision' };
    });
  const originals = whole.filter(({ kind }) => kind === 'pades').map(({ file }) => file);
  revise(
    path,
    originals.map((file, index) => [file, revised[index]?.file ?? ''] as const),
  );
  return [...copies, ...revised];
}

/** Whole files must be accepted by all; damaged ones refused by those that can see the damage (absent: all of it). */
function row(sample: Sample, validator: string, { accepted, words }: Verdict, sees?: readonly Damage[]): Row {
  const { id: file, damage: done } = sample;
  if (done !== undefined && sees?.includes(done) === false)
    return { file, validator, result: 'cannot see', outcome: 'not asked' };
  const asExpected = accepted === (done === undefined);
  return { file, validator, result: words, outcome: asExpected ? 'passed' : 'failed' };
}
