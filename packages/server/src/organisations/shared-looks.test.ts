import { expect, it } from 'vitest';
import { sharedLooks } from './shared-looks.ts';

it('answers those who come meanwhile together, by a look that began after they came', async () => {
  const begun: PromiseWithResolvers<string>[] = [];
  const ask = sharedLooks<string>();
  const look = (): Promise<string> => {
    const running = Promise.withResolvers<string>();
    begun.push(running);
    return running.promise;
  };
  const first = ask('a', look);
  const meanwhile = [ask('a', look), ask('a', look)];
  const other = ask('b', look);
  expect(begun).toHaveLength(2);
  begun[0]?.resolve('before');
  begun[1]?.resolve('other');
  expect([await first, await other]).toEqual(['before', 'other']);
  await Promise.resolve();
  begun[2]?.resolve('after');
  expect(await Promise.all(meanwhile)).toEqual(['after', 'after']);
  expect(begun).toHaveLength(3);
});

it('asks again when nobody waits, and after a failure', async () => {
  const ask = sharedLooks<number>();
  let looks = 0;
  const look = (): Promise<number> => {
    looks += 1;
    return looks === 1 ? Promise.reject(new Error('away')) : Promise.resolve(looks);
  };
  const failed = ask('a', look);
  const next = ask('a', look);
  await expect(failed).rejects.toThrow('away');
  expect(await next).toBe(2);
  expect(await ask('a', look)).toBe(3);
});
