/** `segl demo`: walks one direct job against a running sandbox, as a sender's program would. */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DirectClient, type CreatedDirectJob } from '@segl/client';
import { samplePdf } from './sample-pdf.ts';

const SIGNER = { number: '14838522190', name: 'Åse Østby-Ærfugl' };

export async function demo(): Promise<void> {
  const certificates = join(resolve(process.env['SEGL_DATA'] ?? 'data'), 'sandbox');
  const client = new DirectClient({
    apiUrl: `https://localhost:${process.env['SEGL_API_PORT'] ?? '8443'}`,
    organizationNumber: '310000019',
    ca: await readPem(join(certificates, 'ca.pem')),
    certificate: await readPem(join(certificates, 'public.pem')),
    key: await readPem(join(certificates, 'public-key.pem')),
  });
  const sender = await sendersSite();
  try {
    const job = await client.create({
      title: 'Avtale om barnehageplass',
      description: 'Vi trenger underskriften din før plassen er din.',
      documents: [{ title: 'Avtale', bytes: samplePdf() }],
      signers: [{ personalIdentificationNumber: SIGNER.number }],
      exitUrls: {
        completion: `${sender.url}/completed`,
        rejection: `${sender.url}/rejected`,
        error: `${sender.url}/error`,
      },
    });
    console.log(
      `1. Job ${job.signatureJobId} is created. Open this in a browser and sign as ${SIGNER.name}:\n`,
    );
    console.log(`   ${job.signers[0]?.redirectUrl ?? ''}\n`);
    await afterwards(client, job, await sender.comingBack);
  } finally {
    sender.server.close();
    await client.close();
  }
}

async function afterwards(client: DirectClient, job: CreatedDirectJob, back: URL): Promise<void> {
  const token = back.searchParams.get('status_query_token') ?? '';
  console.log(`2. The signer came back to ${back.pathname}.`);
  const status = await client.status(job.statusUrl ?? '', token);
  console.log(`3. The job is ${status.status}.`);
  if (status.padesUrl === undefined) return;
  const folder = resolve('demo');
  await mkdir(folder, { recursive: true });
  const pades = join(folder, `job-${job.signatureJobId}.pdf`);
  await pipeline(await client.pades(status.padesUrl), createWriteStream(pades));
  const saved = [pades];
  for (const [index, { url }] of status.xadesUrls.entries()) {
    const xades = join(folder, `job-${job.signatureJobId}-signer-${index + 1}.xml`);
    await pipeline(await client.xades(url), createWriteStream(xades));
    saved.push(xades);
  }
  await client.confirm(status);
  console.log(`4. Saved and confirmed:\n${saved.map((file) => `   ${file}`).join('\n')}\n`);
  console.log(`Check it: pdfsig '${pades}'   (Debian: apt install poppler-utils)`);
}

/** The sender's own site, which the signer is sent back to. */
async function sendersSite(): Promise<{ server: Server; url: string; comingBack: Promise<URL> }> {
  const arrival = Promise.withResolvers<URL>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('connection', 'close');
    response.end(
      '<!doctype html><title>Sender</title><p>Back at the sender. The demo goes on in the terminal.</p>',
    );
    if (/^\/(completed|rejected|error)$/.test(url.pathname)) arrival.resolve(url);
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port for the sender’s site');
  return { server, url: `http://localhost:${address.port}`, comingBack: arrival.promise };
}

async function readPem(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file} is not there: start the sandbox first (npm start)`, { cause });
  });
}
