/** Our schema and the official one must give the same verdict on every document. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MESSAGES } from '../../test/messages.ts';
import { variants } from '../../test/boundaries.ts';
import { mutate, mutations } from '../../test/mutations.ts';
import { findReference, isValid } from '../../test/reference.ts';
import { messageSchema } from './index.ts';

const reference = findReference();
const kinds = Object.entries(MESSAGES);

describe.each(kinds)('%s', (_, { values, encode, decode }) => {
  test('is valid when written, and says the same when read', () => {
    fc.assert(
      fc.property(values, (value) => {
        const bytes = encode(value);
        expect(isValid(bytes, messageSchema())).toBe(true);
        if (reference) expect(isValid(bytes, reference.schema)).toBe(true);
        expect(decode(bytes)).toEqual(value);
      }),
      { numRuns: 150 },
    );
  });

  it.skipIf(!reference)('has the limits of the official schema (skipped without it)', () => {
    const samples = fc.sample(values, { seed: 1, numRuns: 50 }).map(encode);
    const longest = samples.reduce((longer, sample) => (sample.length > longer.length ? sample : longer));
    for (const variant of variants(longest)) expectSameVerdict(variant);
  });

  it.skipIf(!reference)(
    'is judged as by the official schema however it is broken (skipped without it)',
    () => {
      const seen = { valid: 0, broken: 0 };
      fc.assert(
        fc.property(values, mutations, (value, steps) => {
          const verdict = expectSameVerdict(mutate(encode(value), steps));
          seen[verdict ? 'valid' : 'broken'] += 1;
        }),
        { numRuns: 250 },
      );
      expect(Math.min(seen.valid, seen.broken)).toBeGreaterThan(5);
    },
  );
});

describe.skipIf(!reference)('official examples (skipped where ../shared/reference is absent)', () => {
  const examples = reference?.examples ?? [];
  test('are all there', () => expect(examples.length).toBeGreaterThanOrEqual(20));

  test.each(examples)('%s reads, and is valid by both schemas when written again', (_, bytes) => {
    const readers = kinds.filter(([, { decode }]) => reads(decode, bytes));
    expect(readers).toHaveLength(1);
    const { decode, encode } = readers[0]![1];
    const written = encode(decode(bytes));
    expect(isValid(written, reference!.schema)).toBe(true);
    expect(isValid(written, messageSchema())).toBe(true);
    expect(decode(written)).toEqual(decode(bytes));
  });

  test.each(examples)('%s, broken, is judged alike', (_, bytes) => {
    fc.assert(
      fc.property(mutations, (steps) => {
        expectSameVerdict(mutate(bytes, steps));
      }),
      { numRuns: 50 },
    );
  });
});

function expectSameVerdict(bytes: Uint8Array): boolean {
  const verdict = isValid(bytes, messageSchema());
  if (verdict !== isValid(bytes, reference!.schema)) {
    expect.fail(`${verdict ? 'accepted' : 'refused'} by our schema alone: ${Buffer.from(bytes).toString()}`);
  }
  return verdict;
}

function reads(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): boolean {
  try {
    decode(bytes);
    return true;
  } catch {
    return false;
  }
}
