/** Making a job: drafts and templates, their documents in parts, and sending. */
import {
  BulkCheck,
  BulkSent,
  BulkTable,
  Draft,
  DraftKind,
  DraftList,
  DraftSave,
  DraftVersion,
  MessagePreview,
  NewDraft,
  NewUpload,
  SendRequest,
  SentJob,
  TemplateName,
  Upload,
} from '@segl/protocol/json';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkBulk } from '../../sender/drafts/check-bulk.ts';
import { draftFile, removeDraftFile } from '../../sender/drafts/draft-files.ts';
import {
  createDraft,
  deleteDraft,
  listDrafts,
  openDraft,
  restoreDraft,
  saveAsTemplate,
  saveDraft,
  type DraftRequest,
} from '../../sender/drafts/drafts.ts';
import { previewMessage, type PreviewDeps } from '../../sender/drafts/preview.ts';
import { sendBulk } from '../../sender/drafts/send-bulk.ts';
import { sendDraft, type SendDraftDeps } from '../../sender/drafts/send-draft.ts';
import {
  beginUpload,
  chunkSize,
  receiveChunk,
  uploadState,
  type UploadDeps,
} from '../../sender/drafts/uploads.ts';
import { sendBlob } from '../blob-reply.ts';
import { ORGANISATION, type Callers } from './callers.ts';
import { answers, inOrganisation, nothing } from './schema.ts';

export type DraftsDeps = PreviewDeps & SendDraftDeps & UploadDeps;
type Deps = DraftsDeps & Callers;

const tags = ['Drafts'];
const uuid = Type.String({ format: 'uuid' });
const DRAFTS = `${ORGANISATION}/drafts`;
export const DRAFT = `${DRAFTS}/:draft`;
export const draftParams = inOrganisation({ draft: uuid });

/** Retried requests carry the same one. */
const keyHeader = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
});
export function keyOf(request: FastifyRequest): string | undefined {
  return (request.headers as Static<typeof keyHeader>)['idempotency-key'];
}

export function draftsRoutes(server: FastifyInstance, deps: Deps): void {
  server.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: chunkSize },
    (_request, body, done) => {
      done(null, body);
    },
  );
  list(server, deps);
  one(server, deps);
  bulk(server, deps);
  uploads(server, deps);
  files(server, deps);
}

export async function draftOf(callers: Callers, request: FastifyRequest): Promise<DraftRequest> {
  const caller = await callers.callerOf(request);
  return { caller, id: (request.params as Static<typeof draftParams>).draft };
}

function list(server: FastifyInstance, deps: Deps): void {
  const query = Type.Object({ kind: DraftKind });
  server.get<{ Querystring: Static<typeof query> }>(
    DRAFTS,
    {
      schema: {
        tags,
        summary: 'The user’s drafts, or the organisation’s templates',
        params: inOrganisation(),
        querystring: query,
        response: answers(200, DraftList),
      },
    },
    async (request) => listDrafts(deps, await deps.callerOf(request), request.query.kind),
  );
  server.post<{ Body: NewDraft }>(
    DRAFTS,
    {
      schema: {
        tags,
        summary: 'Begins a draft, empty or as a copy',
        params: inOrganisation(),
        headers: keyHeader,
        body: NewDraft,
        response: answers(201, Draft),
      },
    },
    async (request, reply) => {
      const wish = { ...request.body, key: keyOf(request) };
      return reply.code(201).send(await createDraft(deps, await deps.callerOf(request), wish));
    },
  );
}

function one(server: FastifyInstance, deps: Deps): void {
  const params = draftParams;
  server.get(
    DRAFT,
    { schema: { tags, summary: 'A draft or template', params, response: answers(200, Draft) } },
    async (request) => openDraft(deps, await draftOf(deps, request)),
  );
  server.put<{ Body: DraftSave }>(
    DRAFT,
    {
      schema: {
        tags,
        summary: 'Keeps the draft',
        params,
        body: DraftSave,
        response: answers(200, DraftVersion),
      },
    },
    async (request) => saveDraft(deps, await draftOf(deps, request), request.body),
  );
  server.delete(
    DRAFT,
    { schema: { tags, summary: 'Deletes it; it can be restored for a day', params, response: nothing } },
    async (request, reply) => {
      await deleteDraft(deps, await draftOf(deps, request));
      return reply.code(204).send();
    },
  );
  server.post(
    `${DRAFT}/restore`,
    { schema: { tags, summary: 'Takes a deletion back', params, response: nothing } },
    async (request, reply) => {
      await restoreDraft(deps, await draftOf(deps, request));
      return reply.code(204).send();
    },
  );
  server.post<{ Body: TemplateName }>(
    `${DRAFT}/template`,
    {
      schema: {
        tags,
        summary: 'Keeps a copy as a template',
        params,
        body: TemplateName,
        response: answers(201, Draft),
      },
    },
    async (request, reply) =>
      reply.code(201).send(await saveAsTemplate(deps, await draftOf(deps, request), request.body.name)),
  );
  server.post(
    `${DRAFT}/preview`,
    {
      schema: {
        tags,
        summary: 'The email signers would get',
        params,
        response: answers(200, MessagePreview),
      },
    },
    async (request) => previewMessage(deps, await draftOf(deps, request)),
  );
  server.post<{ Body: SendRequest }>(
    `${DRAFT}/send`,
    {
      schema: {
        tags,
        summary: 'Makes the draft a job; sent again, the answer is the same job',
        params,
        body: SendRequest,
        response: answers(201, SentJob),
      },
    },
    async (request, reply) =>
      reply.code(201).send(await sendDraft(deps, { ...(await draftOf(deps, request)), ...request.body })),
  );
}

function bulk(server: FastifyInstance, deps: Deps): void {
  const params = draftParams;
  server.post<{ Body: BulkTable }>(
    `${DRAFT}/bulk/check`,
    {
      schema: {
        tags,
        summary: 'What each row of a table would send with this template, and what is wrong with it',
        params,
        body: BulkTable,
        response: answers(200, BulkCheck),
      },
    },
    async (request) => checkBulk(deps, await draftOf(deps, request), request.body.csv),
  );
  server.post<{ Body: BulkTable }>(
    `${DRAFT}/bulk`,
    {
      schema: {
        tags,
        summary: 'Sends a job for each row, all or none',
        params,
        headers: keyHeader,
        body: BulkTable,
        response: answers(201, BulkSent),
      },
    },
    async (request, reply) => {
      const table = { csv: request.body.csv, key: keyOf(request) };
      return reply.code(201).send(await sendBulk(deps, await draftOf(deps, request), table));
    },
  );
}

function uploads(server: FastifyInstance, deps: Deps): void {
  const UPLOAD = `${DRAFT}/uploads/:upload`;
  const params = inOrganisation({ draft: uuid, upload: uuid });
  const part = inOrganisation({ draft: uuid, upload: uuid, offset: Type.Integer({ minimum: 0 }) });
  const uploadOf = async (request: FastifyRequest) => ({
    ...(await draftOf(deps, request)),
    upload: (request.params as Static<typeof params>).upload,
  });
  server.post<{ Body: NewUpload }>(
    `${DRAFT}/uploads`,
    {
      schema: {
        tags,
        summary: 'Begins the upload of a document',
        params: draftParams,
        body: NewUpload,
        response: answers(201, Upload),
      },
    },
    async (request, reply) =>
      reply.code(201).send(await beginUpload(deps, await draftOf(deps, request), request.body)),
  );
  server.get(
    UPLOAD,
    { schema: { tags, summary: 'How far an upload has come', params, response: answers(200, Upload) } },
    async (request) => uploadState(deps, await uploadOf(request)),
  );
  server.put(
    `${UPLOAD}/:offset`,
    {
      schema: {
        tags,
        summary: 'The next part of a document; may be sent again',
        params: part,
        consumes: ['application/octet-stream'],
        response: answers(200, Upload),
      },
    },
    async (request) => {
      const { offset } = request.params as Static<typeof part>;
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return receiveChunk(deps, await uploadOf(request), offset, bytes);
    },
  );
}

function files(server: FastifyInstance, deps: Deps): void {
  const DOCUMENT = `${DRAFT}/documents/:document`;
  const params = inOrganisation({ draft: uuid, document: uuid });
  const fileOf = async (request: FastifyRequest) => ({
    ...(await draftOf(deps, request)),
    document: (request.params as Static<typeof params>).document,
  });
  server.get(
    DOCUMENT,
    { schema: { tags, summary: 'A document of the draft', params } },
    async (request, reply) => {
      const { sha256, mime } = await draftFile(deps, await fileOf(request));
      return sendBlob(
        request,
        reply,
        deps.blobs,
        sha256,
        mime === 'text/plain' ? 'text/plain; charset=utf-8' : mime,
      );
    },
  );
  server.delete(
    DOCUMENT,
    { schema: { tags, summary: 'Takes a document away', params, response: nothing } },
    async (request, reply) => {
      await removeDraftFile(deps, await fileOf(request));
      return reply.code(204).send();
    },
  );
}
