/** What the machine itself can do. */
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, medianTime, time } from './measure.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const message = randomBytes(1000);
const signature = sign('sha256', message, privateKey);

export const rsaVerify = (): boolean => verify('sha256', message, publicKey, signature);

export async function machineFloor(): Promise<string> {
  const block = randomBytes(10_000_000);
  const hash = await medianTime(() => createHash('sha256').update(block).digest(), 9, 2);
  const signing = await medianTime(() => sign('sha256', message, privateKey), 50, 10);
  const verifying = await medianTime(rsaVerify, 50, 10);
  return [
    `SHA-256 ${Math.round(10_000 / hash)} MB/s`,
    `RSA-2048 sign ${Math.round(1000 / signing)}/s, verify ${Math.round(1000 / verifying)}/s`,
    `fsync of 60 KB ${Math.round(1000 / (await fsyncTime(60_000)))}/s`,
  ].join('; ');
}

/** Writing and syncing a file of that size. */
export async function fsyncTime(bytes: number): Promise<number> {
  const content = randomBytes(bytes);
  const times: number[] = [];
  for (let run = 0; run < 30; run++) {
    const path = join(tmpdir(), `segl-bench-${process.pid}`);
    times.push(
      await time(() => {
        const file = openSync(path, 'w');
        writeSync(file, content);
        fsyncSync(file);
        closeSync(file);
      }),
    );
    rmSync(path);
  }
  return median(times);
}
