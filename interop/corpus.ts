/** Signs each file of the corpus in a job of its own, by our own client, and keeps what came of it for the validators. */
import { readFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DirectClient, type ConnectionSettings } from '@segl/client';
import { corpus, corpusOfOthers, type CorpusFile } from '../packages/formats/src/pdf/test/corpus.ts';
import type { RunningSandbox } from './sandbox.ts';

const SIGNER = '14838522190';
/** The service takes ten requests a second from a sender; a job makes six. */
const BETWEEN_JOBS_MS = 650;
const reference = join(import.meta.dirname, '..', '..', 'shared', 'reference', 'pdf');

/** Folders of results are named so; the files in them are judged as they are, without damaged copies. */
export const CORPUS = 'corpus-';

/** Whether what came of a file of the corpus is to be PDF/A, by the folder's name. */
export async function signCorpus(
  sandbox: RunningSandbox,
  out: string,
): Promise<ReadonlyMap<string, boolean>> {
  const settings = await senderSettings(sandbox);
  const client = new DirectClient(settings);
  const isPdfA = new Map<string, boolean>();
  try {
    for (const file of [...corpus(), ...corpusOfOthers(), ...(await samples())]) {
      const name = `${CORPUS}${file.name}`;
      isPdfA.set(name, file.isPdfA);
      await sign(client, settings, file, join(out, name)).catch((cause: unknown) => {
        throw new Error(`${file.name} of the corpus was not signed`, { cause });
      });
      await sleep(BETWEEN_JOBS_MS);
    }
  } finally {
    await client.close();
  }
  return isPdfA;
}

/** Where they are not there, the corpus is what the project makes itself. */
async function samples(): Promise<CorpusFile[]> {
  const names = await readdir(reference).catch(() => []);
  return Promise.all(
    names.map(async (name) => ({
      name: name.replace(/\.pdf$/, ''),
      bytes: await readFile(join(reference, name)),
      isPdfA: name.startsWith('PDF-A'),
    })),
  );
}

async function senderSettings({ apiUrl, certificates }: RunningSandbox): Promise<ConnectionSettings> {
  const read = (name: string): Promise<string> => readFile(join(certificates, name), 'utf8');
  return {
    apiUrl,
    organizationNumber: '310000019',
    ca: await read('ca.pem'),
    certificate: await read('public.pem'),
    key: await read('public-key.pem'),
  };
}

async function sign(
  client: DirectClient,
  settings: ConnectionSettings,
  { name, bytes }: CorpusFile,
  folder: string,
): Promise<void> {
  const site = 'http://localhost:9/';
  const job = await client.create({
    title: name,
    documents: [{ title: name, bytes }],
    signers: [{ personalIdentificationNumber: SIGNER }],
    exitUrls: { completion: `${site}done`, rejection: `${site}no`, error: `${site}failed` },
  });
  const exit = await devmodesign(settings, job.signatureJobId);
  const token = new URL(exit).searchParams.get('status_query_token') ?? '';
  const status = await completed(() => client.status(job.statusUrl ?? '', token));
  await mkdir(join(folder, 'documents'), { recursive: true });
  await writeFile(join(folder, 'documents', 'document-1.pdf'), bytes);
  const keep = async (file: string, content: Promise<Readable>): Promise<void> =>
    writeFile(join(folder, file), await buffer(await content));
  await keep('signed.pades.pdf', client.pades(status.padesUrl ?? ''));
  await keep('evidence.asice.zip', client.evidence(job.signatureJobId));
  for (const [index, { url }] of status.xadesUrls.entries())
    await keep(`signer-${index + 1}.xades.xml`, client.xades(url));
}

/** The signed document is made after the signer was sent back. */
async function completed<Status extends { readonly padesUrl?: string | undefined; readonly status: string }>(
  ask: () => Promise<Status>,
): Promise<Status> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const status = await ask();
    if (status.status === 'COMPLETED_SUCCESSFULLY') return status;
    await sleep(250);
  }
  throw new Error('the job was not completed');
}

function devmodesign({ apiUrl, ca, certificate, key }: ConnectionSettings, id: bigint): Promise<string> {
  const url = `${apiUrl}/web/signature-jobs/${id}/devmodesign?signer=${SIGNER}`;
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', ca, cert: certificate, key }, (response) => {
      void text(response).then((body) => {
        if (response.statusCode === 200) resolve(body.trim());
        else reject(new Error(`devmodesign answered ${response.statusCode}: ${body}`));
      }, reject);
    })
      .on('error', reject)
      .end();
  });
}
