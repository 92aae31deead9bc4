/** What the machine itself can do. */
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, medianTime, perSecond, time, type Figure } from './measure.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const message = randomBytes(1000);
const signature = sign('sha256', message, privateKey);

export const rsaSign = (): Buffer => sign('sha256', message, privateKey);
export const rsaVerify = (): boolean => verify('sha256', message, publicKey, signature);

const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const curveSignature = sign('sha256', message, curve.privateKey);

export const ecVerify = (): boolean => verify('sha256', message, curve.publicKey, curveSignature);

export async function machine(): Promise<readonly Figure[]> {
  const block = randomBytes(10_000_000);
  const hashing = await medianTime(() => createHash('sha256').update(block).digest(), 15);
  const signing = await medianTime(rsaSign, 100);
  const verifying = await medianTime(rsaVerify, 300);
  const ecVerifying = await medianTime(ecVerify, 300);
  return [
    { name: 'machine: SHA-256', measured: `${Math.round(block.length / 1000 / hashing)} MB/s` },
    { name: 'machine: RSA-2048 sign', measured: perSecond(signing) },
    { name: 'machine: RSA-2048 verify', measured: perSecond(verifying) },
    { name: 'machine: P-256 verify', measured: perSecond(ecVerifying) },
    { name: 'machine: write + fsync, 60 KB', measured: perSecond(await fsyncTime(60_000)) },
  ];
}

/** Writing and syncing a new file of that many bytes. */
export async function fsyncTime(bytes: number, runs = 40): Promise<number> {
  const content = randomBytes(bytes);
  const path = join(tmpdir(), `segl-bench-${process.pid}`);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
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
