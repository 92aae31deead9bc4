import {
  decodeDirectJobResponse,
  decodeDirectJobStatusResponse,
  decodeDirectSignerResponse,
  encodeDirectSignerUpdate,
  type DirectJobResponse,
} from '@segl/protocol/v1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  apiWorld,
  creation,
  enterprise,
  municipal,
  type ApiWorld,
  type Answer,
  type UploadChanges,
} from '../../../test/api-world.ts';
import { broker } from '../../../test/direct.ts';
import { company, municipality } from '../../../test/jobs.ts';
import { leaveCeremony } from '../../jobs/exit-url.ts';
import { recordRejection, recordSealed, recordSignature } from '../../jobs/record-acts.ts';
import { sha256Hex } from '../../jobs/secrets.ts';

const JOBS = `/api/${municipality.number}/direct/signature-jobs`;
const XADES = Buffer.from('<XAdESSignatures/>');
const PADES = Buffer.from('%PDF-1.7 sealed');
const PARTIAL = Buffer.from('%PDF-1.7 so far');

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld({ partialPades: () => Promise.resolve(sha256Hex(PARTIAL)) });
  await Promise.all([XADES, PADES, PARTIAL].map((content) => world.deps.blobs.put(content)));
});
afterAll(() => world.remove());

const get = (path: string, headers = {}): Promise<Answer> => world.call(municipal, path, { headers });
const post = (path: string, body?: Uint8Array): Promise<Answer> =>
  world.call(municipal, path, { method: 'POST', ...(body && { body }) });
const pathOf = (url: string | undefined): string => url!.replace('https://api.example', '');
const code = (answer: Answer): [number, string] => [answer.status, answer.error().code];

async function start(changes: UploadChanges = {}): Promise<DirectJobResponse> {
  return decodeDirectJobResponse((await world.call(municipal, JOBS, await creation(changes))).body);
}

const sign = (jobId: bigint, signerNumber: number): Promise<unknown> =>
  world.store.transaction((tx) =>
    recordSignature(tx, { jobId, signerNumber }, { xadesSha256: sha256Hex(XADES) }, world.time),
  );
const seal = (jobId: bigint): Promise<unknown> =>
  world.store.transaction((tx) => recordSealed(tx, jobId, sha256Hex(PADES), world.time));

const TWO_SIGNERS: UploadChanges = {
  manifest: {
    signers: [
      { name: { kind: 'signer-identifier', value: 'kunde "1"' } },
      { name: { kind: 'personal-identification-number', value: '12345678910' } },
    ],
  },
};
const polling = (pollingQueue: string, changes = TWO_SIGNERS): UploadChanges => ({
  ...changes,
  request: { statusRetrievalMethod: 'POLLING', pollingQueue },
});

describe('a new redirect-url', () => {
  it.each([
    ['with the message of the Java client', encodeDirectSignerUpdate()],
    ['without body, as .NET asks', undefined],
  ])('%s', async (_, body) => {
    const { signers } = await start();
    const answer = await post(pathOf(signers[0]!.href), body);
    expect(answer.headers['content-type']).toBe('application/xml');
    const renewed = decodeDirectSignerResponse(answer.body);
    expect(renewed).toEqual({
      ...signers[0],
      redirectUrl: expect.not.stringMatching(signers[0]!.redirectUrl) as string,
    });
    const [before, after] = [signers[0]!.redirectUrl, renewed.redirectUrl].map((url) =>
      sha256Hex(url.split('/').at(-1)!),
    );
    const kinds = await world.store.transaction(async (tx) => [
      (await tx.peekRedirectToken(before!)).kind,
      (await tx.peekRedirectToken(after!)).kind,
    ]);
    expect(kinds).toEqual(['replaced', 'usable']);
  });

  it('not for who has signed, for nobody, or by a message of another kind', async () => {
    const { signers, signatureJobId } = await start(TWO_SIGNERS);
    await sign(signatureJobId, 1);
    expect(code(await post(pathOf(signers[0]!.href)))).toEqual([409, 'SIGNER_ALREADY_ACTED']);
    for (const number of ['3', '0', 'x', '1e0']) {
      expect(code(await post(`${JOBS}/${signatureJobId}/signers/${number}`))).toEqual([
        404,
        'SIGNER_NOT_FOUND',
      ]);
    }
    expect(code(await post(pathOf(signers[1]!.href), Buffer.from('<x/>')))).toEqual([
      400,
      'XML_NOT_SCHEMA_VALID',
    ]);
  });
});

describe('status by token', () => {
  it('only with a token that a signer brought back', async () => {
    const { statusUrl, signatureJobId } = await start(TWO_SIGNERS);
    const url = pathOf(statusUrl);
    expect(code(await get(url))).toEqual([404, 'SIGNING_CEREMONY_NOT_COMPLETED']);
    await world.store.transaction((tx) =>
      leaveCeremony(tx, signatureJobId, 'https://sender.example', 'known'),
    );
    expect(code(await get(url))).toEqual([403, 'INVALID_STATUS_QUERY_TOKEN']);
    expect(code(await get(`${url}?status_query_token=wrong`))).toEqual([403, 'INVALID_STATUS_QUERY_TOKEN']);
    expect(code(await get(`${url}?status_query_token=a&status_query_token=known`))).toEqual([
      400,
      'MALFORMED_REQUEST',
    ]);
    expect((await get(`${url}?status_query_token=known`)).status).toBe(200);
  });

  it('tells what became of each signer, and where the results are', async () => {
    const { statusUrl, signatureJobId: id } = await start(TWO_SIGNERS);
    await sign(id, 2);
    await world.store.transaction((tx) => leaveCeremony(tx, id, 'https://sender.example', 'token'));
    const answer = await get(`${pathOf(statusUrl)}?status_query_token=token`);
    const base = `https://api.example${JOBS}/${id}`;
    const since = new Date(world.time);
    expect(decodeDirectJobStatusResponse(answer.body)).toEqual({
      reference: 'ref-1',
      signatureJobId: id,
      status: 'IN_PROGRESS',
      signers: [
        { signer: 'kunde "1"', status: 'WAITING', since },
        { signer: '12345678910', status: 'SIGNED', since },
      ],
      confirmationUrl: `${base}/complete`,
      deleteDocumentsUrl: undefined,
      xadesUrls: [{ signer: '12345678910', url: `${base}/xades/2` }],
      padesUrl: `${base}/pades`,
    });
  });

  it('offers no results of a job that was rejected', async () => {
    const { statusUrl, signatureJobId: jobId } = await start();
    await world.store.transaction(async (tx) => {
      await recordRejection(tx, { jobId, signerNumber: 1 }, 'nei', world.time);
      await leaveCeremony(tx, jobId, 'https://sender.example', 'token');
    });
    const answer = await get(`${pathOf(statusUrl)}?status_query_token=token`);
    const status = decodeDirectJobStatusResponse(answer.body);
    expect(status).toMatchObject({ status: 'FAILED', signers: [{ status: 'REJECTED' }], xadesUrls: [] });
    expect(status.padesUrl).toBeUndefined();
    expect(answer.body.toString()).not.toContain('nei');
  });
});

describe('polling', () => {
  it('hands out each change once, as it was, and remembers what was confirmed', async () => {
    const { signatureJobId: id, statusUrl } = await start(polling('once'));
    expect(statusUrl).toBeUndefined();
    const url = `${JOBS}?polling_queue=once`;
    await sign(id, 1);
    await sign(id, 2);
    await seal(id);

    const first = await get(url);
    expect(first.headers['x-next-permitted-poll-time']).toBe(
      new Date(world.time).toISOString().replace('.000', ''),
    );
    const earlier = decodeDirectJobStatusResponse(first.body);
    expect(earlier).toMatchObject({
      status: 'IN_PROGRESS',
      signers: [{ status: 'SIGNED' }, { status: 'WAITING' }],
      xadesUrls: [{ signer: 'kunde "1"' }],
    });
    const later = decodeDirectJobStatusResponse((await get(url)).body);
    expect(later).toMatchObject({ status: 'COMPLETED_SUCCESSFULLY', xadesUrls: [{}, {}] });
    expect(later.confirmationUrl).not.toBe(earlier.confirmationUrl);

    for (const confirmation of [later.confirmationUrl, later.confirmationUrl]) {
      expect((await post(pathOf(confirmation))).status).toBe(204);
    }
    world.time += 11 * 60_000;
    expect(decodeDirectJobStatusResponse((await get(url)).body)).toMatchObject({ status: 'IN_PROGRESS' });
    expect((await get(url)).status).toBe(204);
  });

  it('says when to come again, and refuses who comes too early', async () => {
    for (const url of [JOBS, `${JOBS}?polling_queue=`]) {
      world.time += 10_000;
      const empty = await get(url);
      expect([empty.status, empty.body.length]).toEqual([204, 0]);
      const permitted = empty.headers['x-next-permitted-poll-time'] as string;
      expect(Date.parse(permitted)).toBe(world.time + 5000);
      world.time += 4000;
      const early = await get(url);
      expect(code(early)).toEqual([429, 'POLLING_TOO_EARLY']);
      expect(early.headers['x-next-permitted-poll-time']).toBe(permitted);
      expect(early.headers.dosfilter).toBeUndefined();
      expect((await get(`${JOBS}?polling_queue=another-${world.time}`)).status).toBe(204);
    }
  });

  it('of many at once, each change goes to one', async () => {
    const jobs = await Promise.all(Array.from({ length: 4 }, () => start(polling('many', {}))));
    await Promise.all(
      jobs.map(({ signatureJobId: jobId }) =>
        world.store.transaction((tx) =>
          recordRejection(tx, { jobId, signerNumber: 1 }, undefined, world.time),
        ),
      ),
    );
    const answers = await Promise.all(jobs.map(() => get(`${JOBS}?polling_queue=many`)));
    const ids = answers.map(({ body }) => decodeDirectJobStatusResponse(body).signatureJobId);
    expect(new Set(ids)).toEqual(new Set(jobs.map(({ signatureJobId }) => signatureJobId)));
  });

  it('refuses names that no queue has', async () => {
    expect(code(await get(`${JOBS}?polling_queue=${'x'.repeat(101)}`))).toEqual([
      400,
      'POLLING_QUEUE_INVALID',
    ]);
    // PostgreSQL has no such character in its texts.
    expect(code(await get(`${JOBS}?polling_queue=a%00`))).toEqual([400, 'POLLING_QUEUE_INVALID']);
    expect(code(await get(`${JOBS}?polling_queue=a&polling_queue=b`))).toEqual([400, 'MALFORMED_REQUEST']);
  });

  it('refuses confirmations of what never was', async () => {
    const { signatureJobId: id } = await start(polling('never'));
    for (const change of ['999999999', 'x', '']) {
      expect(code(await post(`${JOBS}/${id}/complete?change=${change}`))).toEqual([404, 'NOT_FOUND']);
    }
  });
});

describe('results', () => {
  it('XAdES and PAdES, whole and in ranges, before and after sealing', async () => {
    const { signatureJobId: id } = await start(TWO_SIGNERS);
    const job = `${JOBS}/${id}`;
    expect(code(await get(`${job}/pades`))).toEqual([404, 'DOCUMENT_NOT_AVAILABLE']);
    expect(code(await get(`${job}/xades/1`))).toEqual([404, 'DOCUMENT_NOT_AVAILABLE']);
    await sign(id, 1);
    const xades = await get(`${job}/xades/1`);
    expect(xades).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/xml', 'content-length': String(XADES.length) },
      body: XADES,
    });
    expect((await get(`${job}/pades`)).body).toEqual(PARTIAL);
    const archived = `/api/${municipality.number}/archive/documents/${id}/pades`;
    expect(code(await get(archived))).toEqual([404, 'DOCUMENT_NOT_AVAILABLE']);

    await sign(id, 2);
    await seal(id);
    const pades = await get(`${job}/pades`, { Accept: 'application/octet-stream, application/xml' });
    expect(pades).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(PADES.length) },
      body: PADES,
    });
    const range = await get(`${job}/pades`, { Range: 'bytes=2-5' });
    expect(range).toMatchObject({
      status: 206,
      headers: { 'content-range': `bytes 2-5/${PADES.length}`, 'content-length': '4' },
      body: PADES.subarray(2, 6),
    });
    expect((await get(archived)).body).toEqual(PADES);
  });

  it('have a history that names nobody', async () => {
    const { signatureJobId: id } = await start();
    const answer = await world.call(municipal, `${JOBS}/${id}/events`);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      events: [{ sequence: 1, kind: 'JOB_CREATED', data: { signers: expect.any(Number) as number } }],
    });
    expect(answer.body.toString()).not.toMatch(/\d{11}/);
    const portal = JOBS.replace('/direct/', '/portal/');
    expect(code(await world.call(municipal, `${portal}/${id}/events`))).toEqual([404, 'JOB_NOT_FOUND']);
  });

  it('cannot be deleted before a day has passed', async () => {
    const { signatureJobId: id } = await start();
    const answer = await world.call(municipal, `${JOBS}/${id}/documents`, { method: 'DELETE' });
    expect(code(answer)).toEqual([409, 'DELETION_NOT_ALLOWED']);
  });
});

describe('other organisations', () => {
  it('see no job but their own', async () => {
    const { signatureJobId: id, signers } = await start();
    const other = enterprise(company.number);
    const hidden = `/api/${company.number}/direct/signature-jobs/${id}`;
    for (const [method, path] of [
      ['GET', `${hidden}/status`],
      ['POST', `${hidden}/complete`],
      ['POST', `${hidden}/signers/1`],
      ['GET', `${hidden}/xades/1`],
      ['GET', `${hidden}/pades`],
      ['GET', `/api/${company.number}/archive/documents/${id}/pades`],
    ] as const) {
      expect([path, ...code(await world.call(other, path, { method }))]).toEqual([
        path,
        404,
        'JOB_NOT_FOUND',
      ]);
    }
    const foreign = await world.call(other, pathOf(signers[0]!.href), { method: 'POST' });
    expect(code(foreign)).toEqual([403, 'BROKER_NOT_AUTHORIZED']);
  });

  it('a broker sees the jobs of the sender it may act for', async () => {
    const { signers } = await start();
    const answer = await world.call(enterprise(broker.number), pathOf(signers[0]!.href), { method: 'POST' });
    expect(answer.status).toBe(200);
  });

  it.each(['x', '-1', '0x1', '1'.repeat(19), '%00', '999999999'])('job number %s', async (id) => {
    expect(code(await get(`${JOBS}/${id}/pades`))).toEqual([404, 'JOB_NOT_FOUND']);
  });
});
