/** Anybody checks a signed file: on the page, from a program and by command; and nothing of it is kept. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { agreement } from './support/agreement.ts';
import { chromiumPath } from './support/browser.ts';
import { signAs } from './support/devmodesign.ts';
import { fetchSealed, send } from './support/portal-sender.ts';
import { openPortalWorld, type PortalWorld } from './support/portal-world.ts';
import { dataFiles, sandboxTime } from './support/sandbox.ts';
import { tabTo } from './support/sender.ts';
import { people } from './support/signer.ts';
import { becomes, expectSound } from './support/visits.ts';

const command = join(import.meta.dirname, '../packages/cli/src/main.ts');

describe.skipIf(chromiumPath === undefined)('a signed file', () => {
  let world: PortalWorld;
  let sealed: Buffer;
  let evidence: Buffer;
  let broken: Buffer;
  let folder: string;
  beforeAll(async () => {
    world = await openPortalWorld();
    folder = await mkdtemp(join(tmpdir(), 'segl-verify-'));
    sealed = Buffer.from(await sealedDocument());
    broken = Buffer.from(sealed);
    broken[sealed.indexOf('stream') + 40]! ^= 1;
  });
  afterEach(() => world.endVisits());
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  async function sealedDocument(): Promise<Uint8Array> {
    const client = await world.sandbox.portalClient('public');
    try {
      const job = await send(world.sandbox, client, {
        signers: [
          { personalIdentificationNumber: people.ase.number, notificationsUsingLookup: { email: true } },
        ],
      });
      await signAs(world.sandbox, job.id, people.ase);
      const change = await job.end();
      evidence = await buffer(await client.evidence(job.id));
      return await fetchSealed(world.sandbox, client, change);
    } finally {
      await client.close();
    }
  }

  const post = async (body: Uint8Array | string) => {
    const answer = await fetch(`${world.sandbox.webUrl}/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: body as BodyInit,
    });
    return { status: answer.status, report: (await answer.json()) as unknown };
  };
  const segl = async (...parameters: readonly string[]) => {
    // The sandbox's clock is ahead.
    const at = (await sandboxTime(world.sandbox)).toISOString();
    const child = spawn(process.execPath, [command, 'verify', '--at', at, ...parameters], {
      env: { PATH: process.env['PATH'], SEGL_DATA: world.sandbox.data },
    });
    const status = new Promise<number | null>((resolve) => child.on('close', resolve));
    return { output: await text(child.stdout), status: await status };
  };

  test('is told of on the page, with keyboard, on a small screen', async () => {
    const page = await world.arrive(`${world.sandbox.webUrl}/verify`, {
      viewport: { width: 320, height: 640 },
    });
    await becomes(page, 'Kontroller et signert dokument');
    await expectSound(page);
    const check = async (name: string, buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser');
      await tabTo(page, /^(Velg fil|Kontroller en annen fil)$/);
      await page.keyboard.press('Enter');
      await (await chooser).setFiles({ name, mimeType: 'application/pdf', buffer });
    };
    await check('avtale.pdf', sealed);
    await becomes(page, 'avtale.pdf Alt er i orden');
    await page.getByText('Åse Østby-Ærfugl (opplyst av Segl Sandbox Seal)').waitFor();
    await page.getByRole('img', { name: /prosent av filen er dekket/ }).waitFor();
    await page.getByText('PAdES-BASELINE-LTA').waitFor();
    expect(await page.getByText('Ikke tilbakekalt').count()).toBe(2);
    await page
      .getByText(/^Hele dokumentet: .*, av Segl Sandbox .*\. Kan kontrolleres til .* 20\d\d\.$/)
      .waitFor();
    await expectSound(page);
    await check('endret.pdf', broken);
    await becomes(page, 'endret.pdf Noe er galt');
    await page.getByText('CMS_DIGEST_MISMATCH').waitFor();
    await expectSound(page);
    await check('usignert.pdf', Buffer.from(agreement));
    await becomes(page, 'usignert.pdf Ikke alt kan bekreftes');
    await page.getByText('Filen er ikke signert.').waitFor();
    await check('bilde.pdf', Buffer.from('GIF89a'));
    await page.getByText('Filen er verken en PDF').waitFor();
    await expectSound(page);
  });

  test('is told of to programs, and nothing is kept', async () => {
    const before = await dataFiles(world.sandbox);
    expect(await post(sealed)).toMatchObject({
      status: 200,
      report: {
        kind: 'PDF',
        conclusion: 'PASSED',
        signatures: [
          {
            signer: { commonName: 'Segl Sandbox Seal' },
            revocation: 'NOT_REVOKED',
            timestamps: [
              { kind: 'signature', state: 'PROVEN' },
              { kind: 'document', state: 'PROVEN' },
            ],
            coverage: { revision: 2, revisions: 4 },
            reasons: [],
          },
          { statedSigner: 'Åse Østby-Ærfugl', level: 'XAdES-BASELINE-LT', documents: ['document-1.pdf'] },
        ],
      },
    });
    expect(await post(evidence)).toMatchObject({
      report: { kind: 'ASiC-E', conclusion: 'PASSED', signatures: [{ statedSigner: 'Åse Østby-Ærfugl' }] },
    });
    expect(await post(broken)).toMatchObject({ report: { conclusion: 'FAILED' } });
    expect(await post('hello')).toMatchObject({ report: { kind: 'unknown', conclusion: 'INDETERMINATE' } });
    expect(await post('')).toMatchObject({ status: 400, report: { code: 'MALFORMED_REQUEST' } });
    expect((await dataFiles(world.sandbox)).filter((file) => file.startsWith('blobs'))).toEqual(
      before.filter((file) => file.startsWith('blobs')),
    );
  });

  test('is told of by command, with an exit status', async () => {
    const write = async (name: string, bytes: Uint8Array) => {
      await writeFile(join(folder, name), bytes);
      return join(folder, name);
    };
    const [good, bad, plain, other] = await Promise.all([
      write('good.pdf', sealed),
      write('bad.pdf', broken),
      write('plain.pdf', agreement),
      write('other.bin', Buffer.from('hello')),
    ]);
    const passed = await segl(good);
    expect(passed.status).toBe(0);
    expect(passed.output).toMatch(/good\.pdf: PASSED \(PDF\)\n {2}PASSED: .*, PAdES-BASELINE-LTA/);
    expect((await segl(good, bad)).status).toBe(1);
    expect((await segl(good, plain)).status).toBe(2);
    expect((await segl(other)).status).toBe(3);
    expect((await segl(join(folder, 'nowhere.pdf'))).status).toBe(3);
    const stranger = join(world.sandbox.data, 'sandbox/stranger.pem');
    const distrusted = await segl(good, '--trust', stranger, '--json');
    expect(distrusted.status).toBe(2);
    expect(JSON.parse(distrusted.output)).toMatchObject([{ report: { conclusion: 'INDETERMINATE' } }]);
  });
});
