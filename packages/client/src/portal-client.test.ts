import { text } from 'node:stream/consumers';
import {
  decodePortalJobRequest,
  decodePortalManifest,
  encodePortalJobResponse,
  encodePortalStatusChange,
  type PortalStatusChange,
} from '@segl/protocol/v1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lost, refusal, sender, startFakeApi, status, type FakeApi } from '../test/fake-api.ts';
import { uploadedJob } from '../test/uploaded-job.ts';
import { ArchiveClient } from './archive-client.ts';
import { ApiError, ConnectionError, JobEndedError, TooEarlyError } from './errors.ts';
import { PortalClient } from './portal-client.ts';
import type { NewPortalJob } from './portal-job.ts';

const pdf = Buffer.from('%PDF-1.7');
const number = '14838522190';

let api: FakeApi;
let client: PortalClient;
const seen = (): string[] => api.asked.map(({ what }) => what);
const url = (path: string): string => `${api.settings.apiUrl}/api/${sender}/portal/signature-jobs/7/${path}`;

beforeAll(async () => {
  api = await startFakeApi();
  client = new PortalClient(api.settings);
});
afterAll(async () => {
  await client.close();
  api.close();
});

describe('creating', () => {
  const created = () =>
    status(200, encodePortalJobResponse({ signatureJobId: 7n, cancellationUrl: url('cancel') }));

  async function upload(job: Partial<NewPortalJob>) {
    api.answer(created());
    const signers = [
      { personalIdentificationNumber: number, notificationsUsingLookup: { email: true } },
    ] as const;
    const answer = await client.create({
      title: 'Avtale',
      documents: [{ title: 'A', bytes: pdf }],
      signers,
      ...job,
    });
    const [asked] = api.asked;
    const { request, bundle } = await uploadedJob(asked!, api);
    return {
      answer,
      what: asked!.what,
      request: decodePortalJobRequest(request),
      manifest: decodePortalManifest(bundle.manifest),
      documents: bundle.documents,
    };
  }

  test('every way of addressing signers reaches the manifest', async () => {
    const { manifest } = await upload({
      signers: [
        {
          personalIdentificationNumber: number,
          notifications: { email: 'a@example.com', mobile: '+4791234567' },
        },
        { personalIdentificationNumber: number, notificationsUsingLookup: { email: true } },
        { personalIdentificationNumber: number, notificationsUsingLookup: { email: true, sms: true } },
        { identifiedByContactInformation: { email: 'b@example.com' } },
        { identifiedByContactInformation: { mobile: '91234567' } },
        { identifiedByContactInformation: { email: 'c@example.com', mobile: '91234567' } },
      ],
    });
    expect(manifest.signers).toEqual([
      {
        personalIdentificationNumber: number,
        notifications: { kind: 'addresses', addresses: { email: 'a@example.com', mobile: '+4791234567' } },
      },
      { personalIdentificationNumber: number, notifications: { kind: 'lookup', sms: false } },
      { personalIdentificationNumber: number, notifications: { kind: 'lookup', sms: true } },
      { notifications: { kind: 'addresses', addresses: { email: 'b@example.com' } } },
      { notifications: { kind: 'addresses', addresses: { mobile: '91234567' } } },
      { notifications: { kind: 'addresses', addresses: { email: 'c@example.com', mobile: '91234567' } } },
    ]);
  });

  test('what else can be said of a job and its signers reaches request and manifest', async () => {
    const { answer, what, request, manifest, documents } = await upload({
      nonsensitiveTitle: 'Brev',
      description: 'Hei & hopp',
      reference: 'sak-1',
      pollingQueue: 'kø 1',
      activationTime: new Date('2026-12-01T08:00:00Z'),
      availableSeconds: 864_000,
      requiredAuthentication: 3,
      identifierInSignedDocuments: 'NAME',
      documents: [
        { title: 'A', bytes: pdf },
        { title: 'B', bytes: pdf, fileName: 'vedlegg æ.pdf' },
      ],
      signers: [
        {
          personalIdentificationNumber: number,
          notifications: { mobile: '91234567' },
          onBehalfOf: 'OTHER',
          signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE',
          order: 2,
        },
      ],
    });
    expect(what).toBe(`POST /api/${sender}/portal/signature-jobs`);
    expect(request).toEqual({ reference: 'sak-1', pollingQueue: 'kø 1' });
    expect(manifest).toMatchObject({
      sender,
      title: 'Avtale',
      nonsensitiveTitle: 'Brev',
      description: 'Hei & hopp',
      activationTime: new Date('2026-12-01T08:00:00Z'),
      availableSeconds: 864_000n,
      requiredAuthentication: 3,
      identifierInSignedDocuments: 'NAME',
      signers: [{ onBehalfOf: 'OTHER', signatureType: 'ADVANCED_ELECTRONIC_SIGNATURE', order: 2 }],
    });
    expect(documents.map(({ name }) => name)).toEqual(['document-1.pdf', 'vedlegg æ.pdf']);
    expect(manifest.documents.map(({ href, title }) => [href, title])).toEqual([
      ['document-1.pdf', 'A'],
      ['vedlegg æ.pdf', 'B'],
    ]);
    expect(answer).toMatchObject({ signatureJobId: 7n, cancellationUrl: url('cancel') });
  });

  test('is not repeated: a repetition would make a second job', async () => {
    api.answer(lost, created());
    const job = { title: 'A', documents: [{ title: 'A', bytes: pdf }], signers: [] };
    await expect(client.create(job)).rejects.toThrow(ConnectionError);
    expect(seen()).toHaveLength(1);
  });
});

describe('polling', () => {
  const time = '2026-11-25T12:00:05+01:00';
  const permitted = { 'x-next-permitted-poll-time': time };
  const change = (): PortalStatusChange => ({
    signatureJobId: 7n,
    status: 'IN_PROGRESS',
    confirmationUrl: url('complete?change=3'),
    cancellationUrl: url('cancel'),
    signatures: [
      {
        status: 'SIGNED',
        since: new Date('2026-11-25T10:00:00Z'),
        signer: { kind: 'personal-identification-number', value: number },
        xadesUrl: url('xades/1'),
      },
      {
        status: 'WAITING',
        since: new Date('2026-11-25T09:00:00Z'),
        signer: { kind: 'contact', email: 'b@example.com', mobile: '91234567' },
      },
    ],
    padesUrl: url('pades'),
  });

  test('a change is what the service sent, and the queue is the one that was named', async () => {
    api.answer(status(200, encodePortalStatusChange(change()), permitted));
    const poll = await client.nextStatusChange({ queue: 'kø 1/&' });
    expect(poll).toEqual({ change: change(), nextPermittedPoll: new Date(time) });
    expect(seen()).toEqual([`GET /api/${sender}/portal/signature-jobs?polling_queue=k%C3%B8%201%2F%26`]);
  });

  test('an empty queue says when it may be asked again', async () => {
    api.answer(status(204, '', permitted));
    const poll = await client.nextStatusChange();
    expect(poll).toEqual({ change: undefined, nextPermittedPoll: new Date(time) });
    expect(seen()).toEqual([`GET /api/${sender}/portal/signature-jobs?polling_queue=`]);
  });

  test('asked too early it says so', async () => {
    api.answer(status(429, '', permitted));
    const early = client.nextStatusChange();
    await expect(early).rejects.toThrow(TooEarlyError);
    await expect(early).rejects.toMatchObject({ permittedAt: new Date(time) });
  });

  test('a confirmation goes to the change’s own address', async () => {
    api.answer(status(204));
    await client.confirm(change());
    expect(seen()).toEqual([`POST /api/${sender}/portal/signature-jobs/7/complete?change=3`]);
    expect(api.asked[0]?.body).toHaveLength(0);
  });
});

describe('cancelling', () => {
  test.each([200, 204])('is done with %d', async (code) => {
    api.answer(status(code));
    await client.cancel(url('cancel'));
    expect(seen()).toEqual([`POST /api/${sender}/portal/signature-jobs/7/cancel`]);
    expect(api.asked[0]?.body).toHaveLength(0);
  });

  test('too late is an error of its own', async () => {
    api.answer(refusal(409, 'JOB_ENDED'));
    const late = client.cancel(url('cancel'));
    await expect(late).rejects.toThrow(JobEndedError);
    await expect(late).rejects.toMatchObject({ status: 409, code: 'JOB_ENDED', type: 'CLIENT' });
  });

  test('any other refusal is as everywhere, and nothing is repeated', async () => {
    api.answer(refusal(404, 'JOB_NOT_FOUND'));
    const refused = await client.cancel(url('cancel')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).not.toBeInstanceOf(JobEndedError);
    api.answer(lost, status(200));
    await expect(client.cancel(url('cancel'))).rejects.toThrow(ConnectionError);
    expect(seen()).toHaveLength(1);
  });
});

test('a deletion is repeated when no answer came', async () => {
  api.answer(lost, status(204));
  await client.deleteDocuments(url('documents'));
  expect(seen()).toEqual(Array(2).fill(`DELETE /api/${sender}/portal/signature-jobs/7/documents`));
});

test('XAdES and PAdES stream, each asked for as the service gives it', async () => {
  api.answer(status(200, '<xades/>'));
  expect(await text(await client.xades(url('xades/1')))).toBe('<xades/>');
  expect(api.asked[0]?.headers.accept).toBe('application/xml');
  api.answer(status(200, '%PDF'));
  expect(await text(await client.pades(url('pades')))).toBe('%PDF');
  expect(api.asked[0]?.headers.accept).toBe('application/octet-stream, application/xml');
});

test('the archive is asked by job', async () => {
  const archive = new ArchiveClient(api.settings);
  api.answer(status(200, '%PDF'));
  expect(await text(await archive.pades(7n))).toBe('%PDF');
  expect(seen()).toEqual([`GET /api/${sender}/archive/documents/7/pades`]);
  api.answer(refusal(404, 'DOCUMENT_NOT_AVAILABLE'));
  await expect(archive.pades(8n)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_AVAILABLE' });
  await archive.close();
});
