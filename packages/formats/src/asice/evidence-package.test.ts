import { expect, it } from 'vitest';
import { sampleDocuments, signSample } from '../../test/signed-samples.ts';
import { createWorld } from '../../test/signing-world.ts';
import { validateFile } from '../validation/index.ts';
import { readZip } from '../zip/index.ts';
import { buildEvidencePackage } from './index.ts';

it('holds every document and signature, and passes', async () => {
  const world = createWorld();
  const identity = { intent: '{}', idToken: 'a.b.c', providerKeys: { keys: [] } };
  const signatures = await Promise.all([signSample(world), signSample(world)]);
  const bytes = await buildEvidencePackage(
    sampleDocuments,
    signatures.map((xml, index) => ({ xades: Buffer.from(xml), ...(index === 0 && { identity }) })),
  );
  // First, stored and without extra field, so that the type stands at a fixed place (EN 319 162-1, A.1).
  expect(Buffer.from(bytes.subarray(30, 69)).toString()).toBe('mimetypeapplication/vnd.etsi.asic-e+zip');
  expect((await readZip(bytes)).map(({ name }) => name)).toEqual([
    'mimetype',
    ...sampleDocuments.map(({ name }) => name),
    'META-INF/manifest.xml',
    'META-INF/signatures001.xml',
    'META-INF/identity001.json',
    'META-INF/signatures002.xml',
  ]);
  expect(await validateFile(bytes, { trust: world.trust, at: world.at })).toMatchObject({
    kind: 'ASiC-E',
    conclusion: 'PASSED',
    level: 'XAdES-BASELINE-LT',
    signatures: [{ statedSigner: 'Kari Nordmann' }, { statedSigner: 'Kari Nordmann' }],
  });
});
