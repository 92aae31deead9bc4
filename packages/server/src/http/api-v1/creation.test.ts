import { decodeDirectJobResponse, encodeDirectJobRequest } from '@segl/protocol/v1';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  apiWorld,
  bundleOf,
  creation,
  enterprise,
  multipart,
  municipal,
  PDF,
  requestBase,
  type ApiWorld,
  type UploadChanges,
} from '../../../test/api-world.ts';
import { broker, outsider } from '../../../test/direct.ts';
import { company, municipality } from '../../../test/jobs.ts';

const JOBS = `/api/${municipality.number}/direct/signature-jobs`;
const brokering = enterprise(broker.number);

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.remove());

const create = async (changes: UploadChanges = {}) => world.call(municipal, JOBS, await creation(changes));

describe('creates', () => {
  it.each(['java', 'dotnet'] as const)('from a bundle as the %s client makes it', async (style) => {
    const answer = await create({ bundle: { style } });
    expect(answer.headers['content-type']).toBe('application/xml');
    expect(answer.status).toBe(200);
    const { signatureJobId: id, signers, statusUrl, reference } = decodeDirectJobResponse(answer.body);
    const base = `https://api.example${JOBS}/${id}`;
    expect({ reference, statusUrl }).toEqual({ reference: 'ref-1', statusUrl: `${base}/status` });
    expect(signers).toEqual([
      {
        href: `${base}/signers/1`,
        name: { kind: 'personal-identification-number', value: '12345678910' },
        redirectUrl: expect.stringMatching(/^https:\/\/sign\.example\/redirect\/[\w-]{43}$/) as string,
      },
    ]);
    const job = await world.store.transaction((tx) => tx.job(id));
    expect(job).toMatchObject({ sender: municipality.number, title: 'Søknad', status: 'IN_PROGRESS' });
    expect(await world.deps.blobs.get(job!.documents[0]!.sha256)).toEqual(PDF);
  });

  it('with the parts the other way round, several signers and documents, polling', async () => {
    const manifest = {
      signers: [
        { name: { kind: 'signer-identifier', value: 'kunde <1>' }, onBehalfOf: 'OTHER' },
        { name: { kind: 'personal-identification-number', value: '12345678910' } },
      ],
      documents: [
        { title: 'Ein', href: 'b.pdf', mime: 'application/pdf' },
        { title: 'To', href: 'a.pdf', mime: 'application/pdf' },
      ],
    } as const;
    const request = encodeDirectJobRequest({
      ...requestBase,
      statusRetrievalMethod: 'POLLING',
      pollingQueue: 'kø',
    });
    const call = multipart(
      ['application/octet-stream', await bundleOf({ manifest })],
      ['application/xml', request],
    );
    const answer = await world.call(municipal, JOBS, call);
    const created = decodeDirectJobResponse(answer.body);
    expect(created.statusUrl).toBeUndefined();
    expect(created.signers.map(({ name }) => name.value)).toEqual(['kunde <1>', '12345678910']);
    const job = await world.store.transaction((tx) => tx.job(created.signatureJobId));
    expect(job!.documents.map(({ title, fileName }) => [title, fileName])).toEqual([
      ['Ein', 'b.pdf'],
      ['To', 'a.pdf'],
    ]);
    expect(job!.pollingQueue).toBe('kø');
  });

  it('text documents in the legacy form', async () => {
    const documents = [{ title: 'Søknad', href: 'brev.txt', mime: 'text/plain; charset=utf-8' }];
    const files = [{ name: 'brev.txt', mime: 'text/plain', bytes: Buffer.from('Hei') }];
    const answer = await create({ manifest: { form: 'legacy', documents }, files });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['the broker', brokering],
    ['the sender', municipal],
  ])('for a broker, the bundle signed by %s', async (_, signedBy) => {
    const answer = await world.call(brokering, JOBS, await creation({ signedBy }));
    expect(answer.status).toBe(200);
    const job = await world.store.transaction((tx) =>
      tx.job(decodeDirectJobResponse(answer.body).signatureJobId),
    );
    expect(job).toMatchObject({ sender: municipality.number, createdBy: broker.number });
  });

  it('for the sender, the bundle signed by its broker', async () => {
    expect((await create({ signedBy: brokering })).status).toBe(200);
  });
});

describe('callers', () => {
  it('a broker may not send for whom it has no agreement with', async () => {
    const answer = await world.call(
      brokering,
      `/api/${company.number}/direct/signature-jobs`,
      await creation(),
    );
    expect(answer.status).toBe(403);
    expect(answer.error()).toMatchObject({ code: 'BROKER_NOT_AUTHORIZED', type: 'CLIENT' });
  });

  it('an organisation without access is told which certificate it used', async () => {
    const stranger = enterprise(outsider.number);
    const answer = await world.call(stranger, `/api/${outsider.number}/`);
    expect(answer.status).toBe(403);
    const { subject, serialNumber, issuer, notAfter } = stranger.certificate;
    const { code, message } = answer.error();
    expect(code).toBe('NOT_AUTHORIZED');
    for (const fact of [outsider.number, subject, serialNumber, issuer, notAfter.toISOString()]) {
      expect(message).toContain(fact);
    }
  });
});
