import { describe, expect, test } from 'vitest';
import { ownMemory, release } from './memory.ts';

describe('the memory of bytes', () => {
  test('is theirs when nothing else lies in it', () => {
    const whole = new Uint8Array(10);
    expect(ownMemory(whole)).toBe(whole.buffer);
    expect(ownMemory(whole.subarray(0, 9))).toBeUndefined();
    expect(ownMemory(new Uint8Array(new SharedArrayBuffer(10)))).toBeUndefined();
  });

  test('is gone once released, but for bytes that share theirs', () => {
    const whole = new Uint8Array(10);
    release(whole.subarray(0, 9));
    expect(whole).toHaveLength(10);
    release(whole);
    expect(whole).toHaveLength(0);
    expect(ownMemory(whole)).toBeUndefined();
    release(whole);
  });
});
