/** What tests sign: two documents and an evidence object; and one small PDF. */
import { createHash } from 'node:crypto';
import { buildEvidenceXml } from '../src/evidence/index.ts';
import { sealPdf } from '../src/pades/index.ts';
import { composeSignedDocument } from '../src/pdf/index.ts';
import { inputFor } from '../src/pdf/test/samples.ts';
import type { RevocationSource, TimestampSource } from '../src/signing/index.ts';
import { createXades } from '../src/xades/index.ts';
import type { SigningWorld } from './signing-world.ts';

export const sampleDocuments = [
  { name: 'Avtale 1+2 (æøå).pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.7 not really') },
  { name: 'vilkår & "annet".txt', mime: 'text/plain', bytes: Buffer.from('Vilkår\n') },
];

export const sampleEvidence = buildEvidenceXml({
  signer: { name: 'Kari Nordmann' },
  onBehalfOf: 'SELF',
  authentication: {
    provider: 'https://eid.example',
    acr: 'high',
    amr: ['BankID'],
    time: new Date('2026-11-24T09:59:30Z'),
  },
  time: new Date('2026-11-24T09:59:40Z'),
  ipAddress: '192.0.2.1',
  jobTitle: 'Avtale',
  consent: { language: 'nb', text: 'Jeg har lest dokumentene og signerer dem.' },
  idTokenSha256: 'a'.repeat(64),
  intentSha256: 'b'.repeat(64),
});

export interface Sources {
  readonly timestamp?: TimestampSource;
  readonly revocation?: RevocationSource;
}

export async function signSample(world: SigningWorld, sources: Sources = {}): Promise<string> {
  const xml = await createXades({
    objects: sampleDocuments.map(({ name, mime, bytes }) => ({
      name,
      mime,
      sha256: createHash('sha256').update(bytes).digest(),
    })),
    evidenceXml: sampleEvidence,
    signingTime: world.at,
    key: world.key,
    timestamp: world.timestamp,
    revocation: world.revocation,
    ...sources,
  });
  return Buffer.from(xml).toString('utf8');
}

let composed: Promise<Uint8Array> | undefined;
export const samplePdf = (): Promise<Uint8Array> => (composed ??= composeSignedDocument(inputFor()));

export async function sealSample(world: SigningWorld, sources: Sources = {}): Promise<Buffer> {
  const sealed = await sealPdf(await samplePdf(), {
    key: world.key,
    timestamp: world.timestamp,
    revocation: world.revocation,
    signingTime: world.at,
    name: 'Segl',
    ...sources,
  });
  return Buffer.from(sealed);
}
