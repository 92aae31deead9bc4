/** Documents that are kept for long are time-stamped anew, by the service in its time and by whoever keeps them elsewhere. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateFile, type FileReport } from '@segl/formats/validation';
import { chromiumPath } from './support/browser.ts';
import { signAs } from './support/devmodesign.ts';
import { fetchSealed, send } from './support/portal-sender.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { sandboxTime, tellSandbox } from './support/sandbox.ts';
import { enterSenderPortal } from './support/sender.ts';
import { people } from './support/signer.ts';

const company = '310000027';
const command = join(import.meta.dirname, '../packages/cli/src/main.ts');

describe.skipIf(chromiumPath === undefined)('a document with long-term storage', () => {
  let world: PortalWorld;
  let folder: string;
  beforeAll(async () => {
    world = await openPortalWorld();
    folder = await mkdtemp(join(tmpdir(), 'segl-preservation-'));
  });
  afterAll(async () => {
    await world.endVisits();
    await world.close();
    await rm(folder, { recursive: true });
  });

  const segl = async (...parameters: readonly string[]) => {
    const child = spawn(process.execPath, [command, ...parameters], {
      env: { PATH: process.env['PATH'], SEGL_DATA: world.sandbox.data },
    });
    const status = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { output, errors, status: await status };
  };
  const judged = async (pdf: Uint8Array): Promise<FileReport> =>
    validateFile(pdf, { trust: await world.sandbox.trust(), at: await sandboxTime(world.sandbox) });
  const stampsOf = ({ signatures: [seal] }: FileReport) => seal?.timestamps?.map(({ state }) => state);

  test('is renewed after three years, and can be renewed by command', async () => {
    const page = await world.arrive(`${world.sandbox.webUrl}/sender/${company}/settings`);
    await enterSenderPortal(page, people.ase);
    await page.getByLabel('Langtidslagring', { exact: true }).check();
    await page.getByRole('button', { name: 'Lagre' }).click();
    await page.getByText('Innstillingene er lagret.').waitFor();

    const client = await world.sandbox.portalClient('private');
    const job = await send(world.sandbox, client, {
      signers: [
        { personalIdentificationNumber: people.ase.number, notifications: { email: 'ase@example.com' } },
      ],
    });
    await signAs(world.sandbox, job.id, people.ase);
    const end = await job.end();
    const sealed = await fetchSealed(world.sandbox, client, end);

    await tellSandbox(world.sandbox, 'clock', { advance: 'P1100D' });
    const kept = await buffer(await client.pades(end.padesUrl!));
    await client.close();
    expect(kept.subarray(0, sealed.length).equals(sealed)).toBe(true);
    const report = await judged(kept);
    expect(report).toMatchObject({ conclusion: 'PASSED', signatures: [{ level: 'PAdES-BASELINE-LTA' }, {}] });
    expect(stampsOf(report)).toEqual(['PROVEN', 'PROVEN', 'PROVEN']);

    const file = join(folder, 'kept.pdf');
    await writeFile(file, sealed);
    await mkdir(join(folder, 'out'));
    expect(await segl('preserve', file, '--out', join(folder, 'out'))).toMatchObject({
      status: 0,
      output: `${join(folder, 'out', 'kept.pdf')}\n`,
    });
    expect(stampsOf(await judged(await readFile(join(folder, 'out', 'kept.pdf'))))).toHaveLength(3);

    sealed[900]! ^= 1;
    await writeFile(join(folder, 'broken.pdf'), sealed);
    const refused = await segl('preserve', join(folder, 'broken.pdf'), '--out', join(folder, 'out'));
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toContain('does not verify: FAILED');
  });
});
