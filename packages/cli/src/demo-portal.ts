/** One portal job: the service finds and tells the signer, and the sender polls for what becomes of it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { PortalClient, type ConnectionSettings, type PortalStatusChange } from '@segl/client';
import { SIGNER, sandboxNow, save, tellWhatWasSaved, webUrl } from './demo-sandbox.ts';
import { samplePdf } from './sample-pdf.ts';

export async function demoPortal(settings: ConnectionSettings): Promise<void> {
  const client = new PortalClient(settings);
  // A queue of this run's own: what other runs left in theirs does not come in between.
  const queue = `demo-${randomUUID()}`;
  try {
    const job = await client.create({
      title: 'Avtale om barnehageplass',
      nonsensitiveTitle: 'Avtale med Testkommunen',
      description: 'Vi trenger underskriften din før plassen er din.',
      documents: [{ title: 'Avtale', bytes: samplePdf() }],
      signers: [
        {
          personalIdentificationNumber: SIGNER.number,
          notificationsUsingLookup: { email: true, sms: true },
        },
      ],
      pollingQueue: queue,
    });
    console.log(`1. Job ${job.signatureJobId} is created. The contact register says how to reach
   ${SIGNER.name}; see what is sent to her:\n`);
    console.log(`   ${webUrl()}/sandbox/inbox\n`);
    console.log(`2. Log in as ${SIGNER.name} and sign; the demo polls until she has:\n`);
    console.log(`   ${webUrl()}/portal\n`);
    await afterwards(client, await nextChange(client, queue));
  } finally {
    await client.close();
  }
}

async function nextChange(client: PortalClient, queue: string): Promise<PortalStatusChange> {
  for (;;) {
    const { change, nextPermittedPoll } = await client.nextStatusChange({ queue });
    if (change !== undefined) return change;
    await pause(Math.max(0, nextPermittedPoll.getTime() - (await sandboxNow()) + 100));
  }
}

async function afterwards(client: PortalClient, change: PortalStatusChange): Promise<void> {
  const { signatureJobId, status, signatures, padesUrl } = change;
  console.log(`3. The job is ${status}, the signer ${signatures.map((it) => it.status).join(', ')}.`);
  if (padesUrl === undefined) return client.confirm(change);
  const xadesUrls = signatures.flatMap(({ xadesUrl }) => (xadesUrl === undefined ? [] : [xadesUrl]));
  const saved = await save(client, { signatureJobId, padesUrl, xadesUrls });
  await client.confirm(change);
  tellWhatWasSaved(4, saved);
}
