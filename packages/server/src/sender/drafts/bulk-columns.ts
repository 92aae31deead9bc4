/** What the columns of a table are about: recognised by their headings, in the three languages. */
import type { BulkColumn, BulkProblem, DraftSigner } from '@segl/protocol/json';

type Field = NonNullable<BulkColumn['field']>;

const names: Readonly<Record<Field, readonly string[]>> = {
  number: ['fødselsnummer', 'fødselsnr', 'fnr', 'personnummer', 'national identity number', 'number'],
  email: ['e-post', 'epost', 'e-postadresse', 'e-postadressa', 'email', 'e-mail', 'email address'],
  mobile: ['mobil', 'mobilnummer', 'mobiltelefon', 'telefon', 'mobile', 'mobile number', 'phone'],
  name: ['navn', 'namn', 'name'],
  reference: ['referanse', 'reference'],
  title: ['tittel', 'title'],
};
const fields = new Map(
  Object.entries(names).flatMap(([field, words]) => words.map((word) => [word, field as Field] as const)),
);
const ofTheJob: ReadonlySet<Field> = new Set(['reference', 'title']);

/**
 * The signers whom the table tells of, by index: those of whom the template has no address, else the first who is not the
 * user.
 */
export function openSigners(signers: readonly DraftSigner[]): readonly number[] {
  const isOpen = ({ by, number = '', email = '', mobile = '' }: DraftSigner) =>
    by !== 'me' && [number, email, mobile].every((address) => address.trim() === '');
  const open = signers.flatMap((signer, index) => (isOpen(signer) ? [index] : []));
  if (open.length > 0) return open;
  const first = signers.findIndex(({ by }) => by !== 'me');
  return first === -1 ? [] : [first];
}

/** Where several signers are open, a heading begins with the role: `Leietaker: e-post`. */
export function readColumns(
  headings: readonly string[],
  signers: readonly DraftSigner[],
): { readonly columns: readonly BulkColumn[]; readonly problems: readonly BulkProblem[] } {
  const open = openSigners(signers);
  const columns = headings.map((heading) => columnOf(heading, signers, open));
  const seen = new Set<string>();
  const problems = columns.flatMap(({ field, signer }, column): BulkProblem[] => {
    if (field === undefined) return [{ code: 'COLUMN_UNKNOWN', column }];
    const key = `${field} ${signer ?? ''}`;
    if (seen.has(key)) return [{ code: 'COLUMN_TWICE', column }];
    seen.add(key);
    return [];
  });
  const tellsOfSomebody = columns.some(({ signer }) => signer !== undefined);
  return { columns, problems: tellsOfSomebody ? problems : [...problems, { code: 'COLUMNS_MISSING' }] };
}

/** What a table for these signers may have, with headings that are recognised. */
export function possibleColumns(signers: readonly DraftSigner[]): readonly BulkColumn[] {
  const open = openSigners(signers);
  const ofSigners = open.flatMap((index) =>
    (['number', 'email', 'mobile'] as const).map((field) => {
      const role = signers[index]?.label?.trim();
      const whose = role === undefined || role === '' ? String(index + 1) : role;
      const prefix = open.length === 1 ? '' : `${whose}: `;
      return { heading: prefix + headings[field], field, signer: index + 1 };
    }),
  );
  return [...ofSigners, { heading: headings.reference, field: 'reference' }];
}

const headings = { number: 'Fødselsnummer', email: 'E-post', mobile: 'Mobil', reference: 'Referanse' };

function columnOf(heading: string, signers: readonly DraftSigner[], open: readonly number[]): BulkColumn {
  const [, role, what = heading] = /^(.+?)\s*:\s*(.+)$/.exec(heading) ?? [];
  const field = fields.get(what.toLowerCase());
  if (field === undefined) return { heading };
  if (ofTheJob.has(field)) return role === undefined ? { heading, field } : { heading };
  const index = role === undefined ? only(open) : open.find((one) => isCalled(signers[one], one, role));
  return index === undefined ? { heading } : { heading, field, signer: index + 1 };
}

function only(open: readonly number[]): number | undefined {
  return open.length === 1 ? open[0] : undefined;
}

/** By the role in the template, or by number. */
function isCalled(signer: DraftSigner | undefined, index: number, role: string): boolean {
  const called = role.toLowerCase();
  return called === signer?.label?.trim().toLowerCase() || called === String(index + 1);
}
