import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger } from './logging.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  write(createLogger('info', sink));
  return lines.join('');
}

test('a personal number is masked wherever it stands', () => {
  const output = logged((logger) => {
    const error = Object.assign(new Error('signer 14838522190 is unknown'), { detail: '14838522190' });
    logger.error({ err: error, path: '/x/14838522190/y' }, 'refused 148385 22190');
  });
  expect(output).not.toMatch(/14838522190|148385 22190/);
  expect(output).toContain('***********');
});

test('longer numbers, such as times and ids, stay readable', () => {
  expect(logged((logger) => logger.info({ at: 1795491234567 }, 'x'))).toContain('1795491234567');
});
