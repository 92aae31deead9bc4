/** Making jobs, as `@segl/protocol/json` describes it. */
import type {
  BulkCheck,
  BulkSent,
  Draft,
  DraftContent,
  DraftDocument,
  DraftKind,
  DraftList,
  DraftVersion,
  MessagePreview,
  SentJob,
  Upload,
} from '@segl/protocol/json';
import { Problem, requestJson, sendJson } from './problem.ts';
import { organisationPath } from './sender.ts';

const draftsPath = (organisation: string) => `${organisationPath(organisation)}/drafts`;
export const draftPath = (organisation: string, id: string) =>
  `${draftsPath(organisation)}/${encodeURIComponent(id)}`;

export async function fetchDrafts(organisation: string, kind: DraftKind): Promise<DraftList> {
  return (await requestJson(`${draftsPath(organisation)}?kind=${kind}`)) as DraftList;
}

/** `key` is the same for every try of the same wish. */
export async function createDraft(
  organisation: string,
  from: string | undefined,
  key: string,
): Promise<Draft> {
  const body = from === undefined ? {} : { from };
  const headers = { 'idempotency-key': key };
  return (await sendJson('portal', 'POST', draftsPath(organisation), body, headers)) as Draft;
}

export async function fetchDraft(organisation: string, id: string): Promise<Draft> {
  return (await requestJson(draftPath(organisation, id))) as Draft;
}

export async function saveDraft(
  organisation: string,
  id: string,
  save: { readonly version: number; readonly content: DraftContent },
): Promise<DraftVersion> {
  return (await sendJson('portal', 'PUT', draftPath(organisation, id), save)) as DraftVersion;
}

export function deleteDraft(organisation: string, id: string): Promise<unknown> {
  return sendJson('portal', 'DELETE', draftPath(organisation, id), {});
}

export function restoreDraft(organisation: string, id: string): Promise<unknown> {
  return sendJson('portal', 'POST', `${draftPath(organisation, id)}/restore`, {});
}

export async function saveAsTemplate(organisation: string, id: string, name: string): Promise<Draft> {
  return (await sendJson('portal', 'POST', `${draftPath(organisation, id)}/template`, { name })) as Draft;
}

export async function previewMessage(organisation: string, id: string): Promise<MessagePreview> {
  return (await sendJson('portal', 'POST', `${draftPath(organisation, id)}/preview`, {})) as MessagePreview;
}

export async function sendDraft(organisation: string, id: string, version: number): Promise<SentJob> {
  return (await sendJson('portal', 'POST', `${draftPath(organisation, id)}/send`, { version })) as SentJob;
}

export async function checkBulk(organisation: string, template: string, csv: string): Promise<BulkCheck> {
  const path = `${draftPath(organisation, template)}/bulk/check`;
  return (await sendJson('portal', 'POST', path, { csv })) as BulkCheck;
}

/** `key` is the same for every try of the same wish. */
export async function sendBulk(
  organisation: string,
  template: string,
  csv: string,
  key: string,
): Promise<BulkSent> {
  const path = `${draftPath(organisation, template)}/bulk`;
  return (await sendJson('portal', 'POST', path, { csv }, { 'idempotency-key': key })) as BulkSent;
}

export function removeDocument(organisation: string, id: string, document: string): Promise<unknown> {
  const path = `${draftPath(organisation, id)}/documents/${encodeURIComponent(document)}`;
  return sendJson('portal', 'DELETE', path, {});
}

/** How long to wait before a part is sent again, milliseconds; longer each time, as long as the page is open. */
const pause = (tries: number) => Math.min(1000 * 2 ** tries, 15_000);

/**
 * Sends a file in parts. A part that does not arrive is sent again from where the service is, until it does or `signal`
 * says stop.
 * @param told how many bytes are there, and whether the network is away
 * @throws {Problem} DOCUMENT_REFUSED, DOCUMENTS_TOO_LARGE and other refusals
 */
export async function uploadDocument(
  organisation: string,
  draft: string,
  file: File,
  told: (progress: { readonly sent: number; readonly waiting: boolean }) => void,
  signal: AbortSignal,
): Promise<DraftDocument> {
  const uploads = `${draftPath(organisation, draft)}/uploads`;
  const begun = (await sendJson('portal', 'POST', uploads, {
    fileName: file.name,
    size: file.size,
  })) as Upload;
  let { offset } = begun;
  for (let tries = 0; ;) {
    try {
      const part = file.slice(offset, offset + begun.chunk);
      const state = (await requestJson(`${uploads}/${begun.id}/${offset}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', 'x-segl-portal': '1' },
        body: part,
        signal,
      })) as Upload;
      tries = 0;
      offset = state.offset;
      told({ sent: offset, waiting: false });
      if (state.document !== undefined) return state.document;
    } catch (error) {
      if (signal.aborted || !(error instanceof Problem)) throw error;
      if (error.code === 'UPLOAD_OFFSET') offset = Number(error.details['offset'] ?? 0);
      else if (error.status !== 0 && error.status < 500) throw error;
      told({ sent: offset, waiting: true });
      await new Promise((resolve) => setTimeout(resolve, pause(tries)));
      tries += 1;
    }
  }
}
