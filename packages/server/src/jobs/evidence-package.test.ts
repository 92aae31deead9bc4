import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readZip } from '@segl/formats/zip';
import { validateFile } from '@segl/formats/validation';
import { number, startCeremonyWorld, type CeremonyWorld } from '../../test/ceremony-world.ts';
import { startForgingEid, type ForgingEid } from '../../test/forging-eid.ts';
import { signAs, startJobOf } from '../../test/signed-job.ts';
import { evidencePackage } from './evidence-package.ts';
import type { SignatureJob } from './model.ts';
import { recordSealed } from './record-acts.ts';

describe('an evidence package', () => {
  let eid: ForgingEid;
  let world: CeremonyWorld;
  beforeAll(async () => {
    eid = await startForgingEid();
    world = await startCeremonyWorld(eid.issuer);
  });
  afterAll(async () => {
    await world.close();
    await eid.close();
  });

  async function packageOf(identifierInSignedDocuments: SignatureJob['identifierInSignedDocuments']) {
    const started = await startJobOf(
      world,
      1,
      { identifierInSignedDocuments },
      { address: { kind: 'personal-identification-number', value: number } },
    );
    await signAs(world, eid, started, 1);
    const job = await world.store.transaction((tx) =>
      recordSealed(tx, started.job.id, 'c'.repeat(64), world.deps.clock.now()),
    );
    return evidencePackage(world.deps, job);
  }

  test('holds the log-in that was bound to what was signed, where the job shows the number', async () => {
    const bytes = await packageOf('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME');
    const entries = new Map(
      (await readZip(bytes)).map((entry) => [entry.name, Buffer.from(entry.bytes).toString()]),
    );
    const { intent, idToken, providerKeys } = JSON.parse(
      entries.get('META-INF/identity001.json') ?? '{}',
    ) as {
      intent: string;
      idToken: string;
      providerKeys: { keys: unknown[] };
    };
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as {
      nonce: string;
    };
    expect(claims.nonce).toBe(createHash('sha256').update(intent).digest('base64url'));
    expect(providerKeys.keys.length).toBeGreaterThan(0);
    const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
    for (const digest of [hex(intent), hex(idToken)])
      expect(entries.get('META-INF/signatures001.xml')).toContain(digest);
    expect(await validateFile(bytes, { trust: world.deps.trust })).toMatchObject({ conclusion: 'PASSED' });
  });

  test.each(['NAME', 'DATE_OF_BIRTH_AND_NAME'] as const)(
    'tells no number where the job shows %s',
    async (shown) => {
      const bytes = await packageOf(shown);
      const entries = await readZip(bytes);
      expect(entries.map(({ name }) => name)).not.toContain('META-INF/identity001.json');
      for (const { bytes: content } of entries) expect(Buffer.from(content).includes(number)).toBe(false);
      expect(await validateFile(bytes, { trust: world.deps.trust })).toMatchObject({ conclusion: 'PASSED' });
    },
  );
});
