/** What each row of a table would send, and what is wrong with it. */
import type { BulkCheck, BulkColumn, BulkProblem, DraftContent, DraftSigner } from '@segl/protocol/json';
import { ServiceError } from '../../errors.ts';
import type { Instant, JobDocument } from '../../jobs/model.ts';
import { grantPortalJob, type PortalJobWish, type PortalRulesDeps } from '../../jobs/portal-job-rules.ts';
import type { User } from '../../jobs/user-records.ts';
import { requireRight } from '../../organisations/actor.ts';
import { possibleColumns, readColumns } from './bulk-columns.ts';
import { readTable } from './bulk-table.ts';
import { checkDraft, type CheckedAgainst } from './check-draft.ts';
import { draftWish, jobDocuments } from './draft-wish.ts';
import { inOrder, visible, type DraftDeps, type DraftRequest } from './drafts.ts';

export interface BulkTemplate {
  readonly content: DraftContent;
  readonly documents: readonly JobDocument[];
  readonly user: User;
  readonly against: CheckedAgainst;
}

export interface CheckedBulk {
  readonly check: BulkCheck;
  /** One for each row without problems, in their order. */
  readonly wishes: readonly PortalJobWish[];
}

/** @throws ServiceError NOT_A_USER, DRAFT_NOT_FOUND */
export function checkBulk(
  deps: DraftDeps & PortalRulesDeps,
  { caller, id }: DraftRequest,
  csv: string,
): Promise<BulkCheck> {
  return deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const actor = await requireRight(tx, caller, 'create-jobs', now);
    const { content, kind } = await visible(tx, actor, id);
    if (kind !== 'template') throw noTemplate();
    const stored = inOrder(content, await tx.draftDocuments(id));
    const against = { organisation: actor.organisation, documents: stored.length, canLookUp: deps.canLookUp };
    const documents = jobDocuments(content, stored);
    return checkTable(deps, { content, documents, user: actor.user, against }, csv, now).check;
  });
}

export function noTemplate(): ServiceError {
  return new ServiceError('DRAFT_NOT_FOUND', 'Only a template is sent to many.');
}

/** Pure, but for the installation's rules. */
export function checkTable(
  rules: PortalRulesDeps,
  template: BulkTemplate,
  csv: string,
  now: Instant,
): CheckedBulk {
  const signers = template.content.signers.length > 0 ? template.content.signers : [newcomer];
  const table = readTable(csv);
  if (typeof table === 'string') {
    const columns = [...possibleColumns(signers)];
    return { check: { columns, rows: [], problems: [{ code: table }] }, wishes: [] };
  }
  const { columns, problems } = readColumns(table.headings, signers);
  const ofTemplate = new Set<string>();
  const earlier = new Map<string, number>();
  const wishes: PortalJobWish[] = [];
  const rows = table.rows.map(({ line, cells }) => {
    const content = filledIn({ ...template.content, signers }, columns, cells, template.against);
    const found = checkRow(rules, { ...template, content }, columns, now);
    for (const code of found.ofTemplate) ofTemplate.add(code);
    if (found.wish !== undefined) wishes.push(found.wish);
    const addresses = addressesIn(content.signers);
    const repeats = earlier.get(addresses);
    if (repeats === undefined) earlier.set(addresses, line);
    return { line, cells: [...cells], problems: found.problems, ...(repeats !== undefined && { repeats }) };
  });
  const all = [...problems, ...[...ofTemplate].map((code) => ({ code }))];
  return { check: { columns: [...columns], rows, problems: all }, wishes };
}

/** Of a template without signers. */
const newcomer: DraftSigner = { id: 'row', by: 'contact', order: 0, onBehalfOf: 'SELF' };

/** The template with the cells of one row in it. Empty cells change nothing. */
function filledIn(
  content: DraftContent,
  columns: readonly BulkColumn[],
  cells: readonly string[],
  { organisation }: CheckedAgainst,
): DraftContent {
  const cell = (field: BulkColumn['field'], signer?: number): string | undefined => {
    const column = columns.findIndex((one) => one.field === field && one.signer === signer);
    return cells[column] === '' ? undefined : cells[column];
  };
  return {
    ...content,
    title: cell('title') ?? content.title,
    reference: cell('reference') ?? content.reference,
    signers: content.signers.map((signer, index) => {
      if (!columns.some((column) => column.signer === index + 1)) return signer;
      const [number, email, mobile] = (['number', 'email', 'mobile'] as const).map((field) =>
        cell(field, index + 1),
      );
      return {
        ...signer,
        by: number === undefined && organisation.contactAddressing ? 'contact' : 'number',
        number: number ?? '',
        ...{ email: email ?? '', mobile: mobile ?? '' },
      };
    }),
  };
}

function checkRow(
  rules: PortalRulesDeps,
  { content, documents, user, against }: BulkTemplate,
  columns: readonly BulkColumn[],
  now: Instant,
): {
  readonly problems: BulkProblem[];
  readonly ofTemplate: readonly string[];
  readonly wish?: PortalJobWish;
} {
  const problems: BulkProblem[] = [];
  const ofTemplate: string[] = [];
  for (const { pointer, code } of checkDraft(content, against)) {
    const place = placeOf(pointer, columns);
    if (place === undefined) ofTemplate.push(code);
    else problems.push({ code, ...(place !== -1 && { column: place }) });
  }
  if (problems.length > 0 || ofTemplate.length > 0) return { problems, ofTemplate };
  const wish = draftWish(content, documents, user, against);
  try {
    grantPortalJob(rules, wish, against.organisation, now);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { problems: [{ code: error.code }], ofTemplate };
  }
  return { problems, ofTemplate, wish };
}

/** The column that a pointer into the content means; -1: the row, in no column; undefined: the template. */
function placeOf(pointer: string, columns: readonly BulkColumn[]): number | undefined {
  const [, index, field] = /^\/signers\/(\d+)\/(.+)$/.exec(pointer) ?? [];
  if (index === undefined) {
    const own = columns.findIndex((column) => pointer === `/${column.field ?? ''}`);
    return own === -1 ? undefined : own;
  }
  const ofSigner = columns.filter(({ signer }) => signer === Number(index) + 1);
  if (ofSigner.length === 0) return undefined;
  return columns.findIndex((column) => column.signer === Number(index) + 1 && column.field === field);
}

function addressesIn(signers: readonly DraftSigner[]): string {
  return JSON.stringify(
    signers.map(({ by, number = '', email = '', mobile = '' }) =>
      [by, number, email, mobile].map((part) => part.replaceAll(/\s/g, '').toLowerCase()),
    ),
  );
}
