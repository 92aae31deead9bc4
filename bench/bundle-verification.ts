/** How fast an uploaded document bundle is verified, beside inflating, hashing and one RSA verification. */
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { verifyDocumentBundle, type DocumentBundle } from '@segl/formats/asice';
import { release } from '../packages/server/src/sealing/memory.ts';
import { rsaVerify } from './machine.ts';
import { measureBeside, ms, perSecond, type Beside, type Figure } from './measure.ts';
import { randomPdf } from './pdfs.ts';
import { bundleWith, createAuthority, type Authority, type Style } from './sender.ts';

const SIZES = [
  { name: '60 KB', bytes: 60_000, runs: 300, aim: '500/s' },
  { name: '10 MB', bytes: 10_000_000, runs: 25, aim: '2 × floor' },
];

export async function bundleVerification(): Promise<readonly Figure[]> {
  const authority = createAuthority();
  const figures: Figure[] = [];
  for (const { name, bytes, runs, aim } of SIZES) {
    const pdf = randomPdf(1, bytes);
    for (const style of ['java', 'dotnet'] as const) {
      const { took, processor, floor } = await measure(authority, pdf, style, runs);
      figures.push({
        name: `bundle verified, ${name}, ${style}`,
        measured: `${perSecond(took)} (${ms(took)}, processor ${ms(processor)})`,
        floor: `${perSecond(floor)} (inflate, SHA-256, RSA verify)`,
        ratio: took / floor,
        aim,
      });
    }
  }
  return figures;
}

async function measure(authority: Authority, pdf: Uint8Array, style: Style, runs: number): Promise<Beside> {
  const bundle = await bundleWith(pdf, authority.issue(), style);
  const deflated = deflateRawSync(pdf);
  return measureBeside(
    () =>
      verifyDocumentBundle(bundle, {
        trust: { anchors: [authority.certificate], intermediates: [] },
        at: new Date(),
        maxDocumentBytes: 10_485_760,
        maxDocuments: 20,
        signingTime: { notBefore: new Date(0), notAfter: new Date(Date.now() + 60_000) },
      }),
    () => {
      createHash('sha256').update(inflateRawSync(deflated)).digest();
      rsaVerify();
    },
    runs,
    // Small ones leave next to nothing, and pauses between them would only cool the processor's caches.
    pdf.length < 1_000_000 ? undefined : giveBack,
  );
}

function giveBack({ documents }: DocumentBundle): void {
  for (const document of documents) release(document.bytes);
}
