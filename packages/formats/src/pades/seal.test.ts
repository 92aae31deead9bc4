import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { samplePdf as composed, sealSample } from '../../test/signed-samples.ts';
import { createWorld } from '../../test/signing-world.ts';
import { composeSignedDocument } from '../pdf/index.ts';
import { hasTool, inputFor, patched, readPdf } from '../pdf/test/samples.ts';
import { sealPdf, type SealInput } from './index.ts';

const world = createWorld();
const input: SealInput = {
  key: world.key,
  timestamp: world.timestamp,
  revocation: world.revocation,
  signingTime: world.at,
  name: 'Segl',
};

/** Answers a question that was asked before as it was answered then. */
function replayed<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
): (question: Question) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (question) => {
    const key = JSON.stringify(question);
    const known = answers.get(key) ?? ask(question);
    answers.set(key, known);
    return known;
  };
}

describe('sealPdf', () => {
  it('leaves every byte of the PDF as it was', async () => {
    const pdf = await composed();
    const sealed = await sealSample(world);
    expect(sealed.subarray(0, pdf.length).equals(pdf)).toBe(true);
    expect(sealed.toString('latin1', pdf.length).match(/%%EOF\n/g)).toHaveLength(3);
  });

  it('writes into the memory of a PDF that was given room, and gives the same bytes', async () => {
    const sources = { timestamp: replayed(world.timestamp), revocation: replayed(world.revocation) };
    const key = { ...world.key, sign: replayed((data: Uint8Array) => world.key.sign(data)) };
    const pdf = await composeSignedDocument(inputFor(), { room: 200_000 });
    const whole = await sealPdf(Uint8Array.from(pdf), { ...input, ...sources, key });
    const inPlace = await sealPdf(pdf, { ...input, ...sources, key });
    expect(inPlace.buffer).toBe(pdf.buffer);
    expect(Buffer.from(whole).equals(inPlace)).toBe(true);
  });

  it('copies a PDF whose room does not suffice', async () => {
    const pdf = await composeSignedDocument(inputFor(), { room: 1000 });
    const before = Uint8Array.from(pdf);
    const sealed = await sealPdf(pdf, input);
    expect(sealed.buffer).not.toBe(pdf.buffer);
    expect(pdf).toEqual(before);
  });

  it('still shows the same pages to another reader', async () => {
    const [before, after] = [await readPdf(await composed()), await readPdf(await sealSample(world))];
    expect(after.texts).toEqual(before.texts);
  });

  it('says who sealed, where and when', async () => {
    const sealed = await sealPdf(await composed(), {
      ...input,
      name: 'Sægl',
      location: 'Oslo',
      contactInfo: 'x',
    });
    const text = Buffer.from(sealed).toString('latin1');
    const utf16 = Buffer.from('\ufeffSægl', 'utf16le').swap16().toString('hex');
    expect(text).toContain(`/Name <${utf16}>`);
    expect(text).toContain(`/Location <${Buffer.from('Oslo').toString('hex')}>`);
    expect(text).toContain(`/M <${Buffer.from('D:20261124100000Z').toString('hex')}>`);
    expect(text).not.toMatch(/\/Reason|\/Cert\b/);
  });

  it('refuses a PDF that is already sealed', async () => {
    await expect(sealPdf(await sealSample(world), input)).rejects.toMatchObject({
      code: 'PADES_FORM_PRESENT',
    });
  });

  it('refuses a PDF with bytes after its end', async () => {
    const pdf = Buffer.concat([await composed(), Buffer.from('\n\n')]);
    await expect(sealPdf(pdf, input)).rejects.toMatchObject({ code: 'PADES_LAYOUT_UNSUPPORTED' });
  });

  it('refuses what is no PDF', async () => {
    await expect(sealPdf(Buffer.from('hello'), input)).rejects.toMatchObject({ code: 'PDF_NOT_A_PDF' });
    const broken = patched(await composed(), '/Catalog', '/Xatalog');
    await expect(sealPdf(broken.subarray(0, broken.length - 100), input)).rejects.toMatchObject({
      code: 'PDF_DAMAGED',
    });
  });

  it('says so when a time-stamp does not fit', async () => {
    const timestamp: SealInput['timestamp'] = async (digest) => {
      const token = await world.timestamp(digest);
      return { ...token, token: Buffer.concat([token.token, Buffer.alloc(20_000)]) };
    };
    await expect(sealPdf(await composed(), { ...input, timestamp })).rejects.toMatchObject({
      code: 'PADES_CONTENTS_TOO_SMALL',
    });
  });

  it('never returns a lower level when a source fails', async () => {
    const failure = new Error('no answer');
    await expect(
      sealPdf(await composed(), { ...input, revocation: () => Promise.reject(failure) }),
    ).rejects.toBe(failure);
    let stamps = 0;
    const timestamp: SealInput['timestamp'] = (digest) =>
      ++stamps === 2 ? Promise.reject(failure) : world.timestamp(digest);
    await expect(sealPdf(await composed(), { ...input, timestamp })).rejects.toBe(failure);
  });

  it.skipIf(!hasTool('pdfsig'))('is accepted by pdfsig', async () => {
    const sealed = await sealSample(createWorld({ signer: 'rsa' }));
    const report = run(sealed, 'pdfsig', ['-nocert']);
    expect(report).toContain('Signature is Valid');
    expect(report).toContain('Signature Type: ETSI.CAdES.detached');
    expect(report).toContain('Total document signed');
    sealed[600]! ^= 1;
    expect(run(sealed, 'pdfsig', ['-nocert'])).not.toContain('Signature is Valid');
  });

  it.skipIf(!hasTool('qpdf'))('has nothing qpdf complains about', async () => {
    expect(run(await sealSample(world), 'qpdf', ['--check'])).toContain(
      'No syntax or stream encoding errors',
    );
  });
});

function run(pdf: Uint8Array, tool: string, options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'pades-'));
  try {
    writeFileSync(join(folder, 'sealed.pdf'), pdf);
    // The exit code says more than is asked here: pdfsig knows no trust anchors.
    const command = '"$@" 2>&1 || true';
    return execFileSync('sh', ['-c', command, 'sh', tool, ...options, 'sealed.pdf'], {
      cwd: folder,
      encoding: 'utf8',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
