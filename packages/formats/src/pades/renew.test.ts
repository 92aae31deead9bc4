import { describe, expect, it } from 'vitest';
import { samplePdf, sealSample } from '../../test/signed-samples.ts';
import { createWorld, type SigningWorld } from '../../test/signing-world.ts';
import type { DigestName, RevocationSource } from '../signing/index.ts';
import { validateFile, validatePades, type RetiredDigests } from '../validation/index.ts';
import { renewPades } from './index.ts';

const YEAR = 365.25 * 86_400_000;
const yearsLater = (years: number, start = new Date('2026-11-24T10:00:00Z')) =>
  new Date(start.getTime() + years * YEAR);
/** Authorities that begin when they are needed, and are gone four years later. */
const era = (years: number, curve: 'P-256' | 'P-521' = 'P-256') =>
  createWorld({ at: yearsLater(years), authorityLife: 4 * YEAR, curve });

interface Kept {
  readonly pdf: Uint8Array;
  readonly world: SigningWorld;
  readonly worlds: readonly SigningWorld[];
}

const trustOf = (worlds: readonly SigningWorld[]) => ({
  anchors: worlds.map(({ root }) => root),
  intermediates: [],
});

async function sealed(): Promise<Kept> {
  const world = era(0);
  return { pdf: await sealSample(world), world, worlds: [world] };
}

/** Of whichever world the chain is from. */
const answersOf =
  (worlds: readonly SigningWorld[], at: Date): RevocationSource =>
  (chain) =>
    Promise.any(worlds.map((world) => world.later(at).revocation(chain)));

/** Time-stamped by the authorities of a new era; those of the last one say that theirs still held. */
async function renewed(kept: Kept, next: SigningWorld, digest?: DigestName): Promise<Kept> {
  const worlds = [...kept.worlds, next];
  const pdf = await renewPades(kept.pdf, {
    timestamp: next.timestamp,
    revocation: answersOf([kept.world, next], next.at),
    trust: trustOf(worlds),
    ...(digest !== undefined && { digest }),
  });
  return { pdf, world: next, worlds };
}

const judge = ({ pdf, worlds }: Kept, years: number, retired: RetiredDigests = {}) =>
  validateFile(pdf, { trust: trustOf(worlds), at: yearsLater(years), retired });
const reasonsOf = async (report: ReturnType<typeof judge>) =>
  (await report).signatures.flatMap(({ reasons }) => reasons.map(({ code }) => code));

describe('a sealed PDF, time-stamped anew every three years', () => {
  const retired = { sha256: yearsLater(13.5) };
  /** SHA-256 is left for SHA-512 with the renewal after `leaves` years. */
  const keptFor20Years = async (leaves: number): Promise<Kept> => {
    let kept = await sealed();
    for (const years of [3, 6, 9, 12, 15, 18]) {
      kept =
        years < leaves ? await renewed(kept, era(years)) : await renewed(kept, era(years, 'P-521'), 'sha512');
    }
    return kept;
  };

  it('passes after 20 years, seven expired authorities and a retired digest', async () => {
    const kept = await keptFor20Years(12);
    const report = await judge(kept, 20, retired);
    expect(report).toMatchObject({ conclusion: 'PASSED', level: 'PAdES-BASELINE-LTA' });
    const [seal] = report.signatures;
    expect(seal?.bestSignatureTime).toEqual(yearsLater(0));
    const expected = [0, 0, 3, 6, 9, 12, 15, 18].map((years) => ({
      state: 'PROVEN',
      time: yearsLater(years),
    }));
    expect(seal?.timestamps).toMatchObject(expected);
    expect(seal?.coverage).toMatchObject({ revision: 2, revisions: 16 });
  });

  it('is not proven when the digest was left too late', async () => {
    const kept = await keptFor20Years(15);
    expect(await judge(kept, 20)).toMatchObject({ conclusion: 'PASSED' });
    expect(await judge(kept, 20, retired)).toMatchObject({ conclusion: 'INDETERMINATE' });
    expect(await reasonsOf(judge(kept, 20, retired))).toContain('VALIDATION_DIGEST_RETIRED');
  });

  it('is not proven once the last authority is gone', async () => {
    const kept = await renewed(await sealed(), era(3));
    expect(await judge(kept, 6.9)).toMatchObject({ conclusion: 'PASSED', level: 'PAdES-BASELINE-LTA' });
    expect(await judge(kept, 7.1)).toMatchObject({ conclusion: 'INDETERMINATE' });
    expect(await reasonsOf(judge(kept, 7.1))).toContain('VALIDATION_TIMESTAMP_EXPIRED');
  });

  it('keeps every byte there was, and each value once', async () => {
    const before = await sealed();
    const { root } = before.world;
    const at = yearsLater(1);
    const again = { ...before.world.later(at), trust: before.world.trust };
    const once = await renewPades(before.pdf, again);
    const twice = Buffer.from(await renewPades(once, again));
    expect(twice.subarray(0, before.pdf.length).equals(before.pdf)).toBe(true);
    expect(twice.toString('latin1').split(Buffer.from(root.der).toString('latin1'))).toHaveLength(2);
    expect(await validatePades(twice, before.world.trust, at)).toMatchObject({ level: 'PAdES-BASELINE-LTA' });
  });

  it('shows when any bit of the first seal or of a renewal changes', async () => {
    const kept = await renewed(await renewed(await sealed(), era(3)), era(6));
    const step = Math.floor(kept.pdf.length / 60);
    for (let at = 9; at < kept.pdf.length; at += step) {
      const damaged = Uint8Array.from(kept.pdf);
      damaged[at]! ^= 1;
      const report = await judge({ ...kept, pdf: damaged }, 6);
      expect(report.conclusion, `byte ${at}`).not.toBe('PASSED');
    }
  });
});

describe('is not renewed', () => {
  it('when the authority of the last time-stamp has expired already', async () => {
    const { pdf, world } = await sealed();
    const next = era(5);
    const { revocation } = world.later(next.at);
    const renewal = renewPades(pdf, { timestamp: next.timestamp, revocation, trust: world.trust });
    await expect(renewal).rejects.toMatchObject({ code: 'X509_EXPIRED' });
  });

  it('when that authority is not trusted', async () => {
    const kept = await sealed();
    const stranger = era(0);
    await expect(renewPades(kept.pdf, stranger)).rejects.toMatchObject({ code: 'TSP_UNTRUSTED' });
  });

  it('when a source fails', async () => {
    const { pdf, world } = await sealed();
    const failure = new Error('no answer');
    const failing = () => Promise.reject(failure);
    await expect(renewPades(pdf, { ...world, timestamp: failing })).rejects.toBe(failure);
    await expect(renewPades(pdf, { ...world, revocation: failing })).rejects.toBe(failure);
  });

  it.each([
    ['is not sealed', async () => samplePdf(), 'PADES_NOT_RENEWABLE'],
    [
      'has something after its time-stamp',
      async () => Buffer.concat([(await sealed()).pdf, Buffer.from('\n')]),
      'PADES_LAYOUT_UNSUPPORTED',
    ],
    ['is no PDF', () => Promise.resolve(Buffer.from('hello')), 'PDF_NOT_A_PDF'],
  ])('what %s', async (_, pdf, code) => {
    await expect(renewPades(await pdf(), era(0))).rejects.toMatchObject({ code });
  });
});
