/** One direct job: the signer is sent over and comes back. */
import { createServer, type Server } from 'node:http';
import { DirectClient, type ConnectionSettings, type CreatedDirectJob } from '@segl/client';
import { SIGNER, tellWhatWasSaved, save } from './demo-sandbox.ts';
import { samplePdf } from './sample-pdf.ts';

export async function demoDirect(settings: ConnectionSettings): Promise<void> {
  const client = new DirectClient(settings);
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
  const saved = await save(client, {
    signatureJobId: job.signatureJobId,
    padesUrl: status.padesUrl,
    xadesUrls: status.xadesUrls.map(({ url }) => url),
  });
  await client.confirm(status);
  tellWhatWasSaved(4, saved);
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
