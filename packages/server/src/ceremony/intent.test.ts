import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { jobInMemory } from '../../test/jobs.ts';
import { canonicalJson } from '../canonical-json.ts';
import { canonicalIntent, intentNonce, readIntent, signingIntent } from './intent.ts';

describe('canonical JSON', () => {
  test('sorts by UTF-16 code units and writes numbers and strings as RFC 8785, section 3.2, shows', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\u20ac': 3, '1': 4, '\r': 5 })).toBe(
      '{"\\r":5,"1":4,"€":3,"😀":2,"\ufb33":1}',
    );
  });

  test('refuses what JSON cannot say in one way', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(RangeError);
    expect(() => canonicalJson('\ud800')).toThrow(RangeError);
  });
});

describe('intent', () => {
  const job = jobInMemory(2);
  const fixed = { language: 'nn', time: Date.UTC(2026, 10, 24, 12), random: 'r'.repeat(43) } as const;
  const signer = job.signers[1]!;
  const canonical = canonicalIntent(signingIntent(job, signer, fixed));

  test('names job, signer, every document, the words agreed to, and a random value', () => {
    expect(readIntent(canonical)).toEqual({
      version: 1,
      job: '1',
      signer: 2,
      signatureType: 'AUTHENTICATED_ELECTRONIC_SIGNATURE',
      documents: [{ number: 1, sha256: 'a'.repeat(64) }],
      consent: { language: 'nn', text: 'Eg har lese dokumenta og vil signere dei.' },
      time: '2026-11-24T12:00:00.000Z',
      random: 'r'.repeat(43),
    });
  });

  test('its nonce is the SHA-256 of the stored bytes, and another when anything differs', () => {
    expect(intentNonce(canonical)).toBe(createHash('sha256').update(canonical).digest('base64url'));
    const document = { ...job.documents[0]!, sha256: 'b'.repeat(64) };
    const changed = canonicalIntent(signingIntent({ ...job, documents: [document] }, signer, fixed));
    expect(intentNonce(changed)).not.toBe(intentNonce(canonical));
  });
});
