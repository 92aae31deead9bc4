/** Making and validating signatures without network, beside the hashing and public-key operations they cannot avoid. */
import { createHash } from 'node:crypto';
import { sealPdf } from '@segl/formats/pades';
import { composeSignedDocument } from '@segl/formats/pdf';
import { validatePades, validateXades, type ValidationReport } from '@segl/formats/validation';
import { createXades } from '@segl/formats/xades';
import { inputFor } from '../packages/formats/src/pdf/test/samples.ts';
import { sampleEvidence } from '../packages/formats/test/signed-samples.ts';
import { createWorld, type SigningWorld } from '../packages/formats/test/signing-world.ts';
import { ecVerify, rsaSign, rsaVerify } from './machine.ts';
import { measureBeside, ms, perSecond, type Beside, type Figure } from './measure.ts';
import { randomPdf } from './pdfs.ts';

/** Of time-stamp tokens and OCSP answers. Those on certificates are remembered once they were found good. */
const XADES_EC_SIGNATURES = 4;
const PADES_EC_SIGNATURES = 5;

const SIZES = [
  { name: '20 KB', pages: 1, bytes: 20_000, runs: 100, aim: '60 ms' },
  { name: '10 MB / 365 pages', pages: 365, bytes: 9_900_000, runs: 15, aim: '1 s' },
];

export async function signatures(): Promise<readonly Figure[]> {
  const world = createWorld({ signer: 'rsa' });
  const figures = [...(await xadesFigures(world))];
  for (const size of SIZES) figures.push(await padesFigure(world, size));
  return figures;
}

async function xadesFigures(world: SigningWorld): Promise<readonly Figure[]> {
  const document = { name: 'bench.pdf', mime: 'application/pdf', bytes: randomPdf(1, 60_000) };
  const digest = createHash('sha256').update(document.bytes).digest();
  const create = (sources: Pick<SigningWorld, 'timestamp' | 'revocation'>): Promise<Uint8Array> =>
    createXades({
      objects: [{ ...document, sha256: digest }],
      evidenceXml: sampleEvidence,
      signingTime: world.at,
      key: world.key,
      timestamp: sources.timestamp,
      revocation: sources.revocation,
    });
  const signed = await create(world);
  const token = await world.timestamp(digest);
  const collected = await world.revocation(world.key.chain);
  const ready = { timestamp: () => Promise.resolve(token), revocation: () => Promise.resolve(collected) };
  const made = await measureBeside(() => create(ready), signAndCheck, 100);
  const validate = (): ValidationReport => validateXades(signed, [document], world.trust, world.at);
  requirePassed(validate());
  const validated = await measureBeside(validate, () => checkAll([document.bytes], XADES_EC_SIGNATURES), 100);
  return [
    figureOf('XAdES made, time-stamp and revocation data at hand', made, 'RSA signature, checked'),
    figureOf(
      'XAdES-BASELINE-LT validated, 60 KB',
      validated,
      `SHA-256, ${1 + XADES_EC_SIGNATURES} signatures verified`,
    ),
  ];
}

async function padesFigure(world: SigningWorld, size: (typeof SIZES)[number]): Promise<Figure> {
  const bytes = randomPdf(size.pages, size.bytes);
  const document = { title: 'Bench', fileName: 'bench.pdf', mime: 'application/pdf', bytes } as const;
  const original = {
    ...document,
    name: 'bench.pdf',
    description: 'Original',
    relationship: 'Source',
  } as const;
  const composed = await composeSignedDocument(inputFor({ documents: [document], attachments: [original] }));
  const { key, timestamp, revocation, at, trust } = world;
  const sealed = await sealPdf(composed, { key, timestamp, revocation, signingTime: at, name: 'Bench' });
  const validate = (): Promise<ValidationReport> => validatePades(sealed, trust, at);
  requirePassed(await validate());
  const validated = await measureBeside(
    validate,
    // Seal and document time-stamp each cover the whole file.
    () => checkAll([sealed, sealed], PADES_EC_SIGNATURES),
    size.runs,
  );
  const floor = `SHA-256 twice, ${1 + PADES_EC_SIGNATURES} signatures verified`;
  return { ...figureOf(`PAdES-BASELINE-LTA validated, ${size.name}`, validated, floor), aim: size.aim };
}

function signAndCheck(): void {
  rsaSign();
  rsaVerify();
}

function checkAll(contents: readonly Uint8Array[], ecSignatures: number): void {
  for (const content of contents) createHash('sha256').update(content).digest();
  rsaVerify();
  for (let count = 0; count < ecSignatures; count++) ecVerify();
}

function requirePassed({ conclusion }: ValidationReport): void {
  if (conclusion !== 'PASSED') throw new Error(`validation ended with ${conclusion}`);
}

function figureOf(name: string, { took, floor }: Beside, of: string): Figure {
  return {
    name,
    measured: `${perSecond(took)} (${ms(took)})`,
    floor: `${ms(floor)} (${of})`,
    ratio: took / floor,
  };
}
