/**
 * `segl verify`: what is proven of signed files. Exit status 0: all passed; 1: one failed; 2: one is indeterminate, an
 * unsigned one too; 3: a file cannot be judged at all.
 */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { PlainReport } from '@segl/formats/validation';
import { UsageError } from './usage-error.ts';
import { fileJudge } from './verify-within-limits.ts';

const usage = `segl verify FILE… [--document FILE…] [--trust ANCHORS.pem…] [--at MOMENT] [--json]
--document  what a XAdES file signs, by the name it had then
--trust     certificates of authorities, PEM; the sandbox's when left out
--at        when it is judged, ISO 8601; now when left out`;

interface Verified {
  readonly file: string;
  readonly report: PlainReport;
}

export async function verify(parameters: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    options: {
      document: { type: 'string', multiple: true, default: [] },
      trust: { type: 'string', multiple: true, default: [] },
      at: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new UsageError(usage);
  const at = values.at === undefined ? new Date() : new Date(values.at);
  if (Number.isNaN(at.getTime())) throw new UsageError(usage);
  const trust = await anchors(values.trust);
  const judge = fileJudge();
  const documents = await Promise.all(
    values.document.map(async (file) => ({ name: basename(file), bytes: await read(file) })),
  );
  const verified: Verified[] = [];
  try {
    for (const file of positionals) {
      const bytes = await read(file);
      verified.push({ file, report: await judge.judge({ bytes, documents, trust, at: at.getTime() }) });
    }
  } finally {
    await judge.close();
  }
  if (values.json) console.log(JSON.stringify(verified, undefined, 2));
  else console.log(verified.map(inWords).join('\n'));
  process.exitCode = statusOf(verified);
}

/** PEM. */
async function anchors(files: readonly string[]): Promise<string> {
  const sandbox = join(resolve(process.env['SEGL_DATA'] ?? 'data'), 'sandbox/trust-anchors.pem');
  const texts =
    files.length > 0
      ? await Promise.all(files.map(read))
      : [await readFile(sandbox).catch(() => new Uint8Array())];
  return texts
    .map((pem) => Buffer.from(pem).toString())
    .join('\n')
    .trim();
}

function read(file: string): Promise<Buffer> {
  return readFile(file).catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
}

function statusOf(verified: readonly Verified[]): number {
  const conclusions = verified.map(({ report }) => report.conclusion);
  if (verified.some(({ report }) => report.kind === 'unknown')) return 3;
  if (conclusions.includes('FAILED')) return 1;
  return conclusions.includes('INDETERMINATE') ? 2 : 0;
}

function inWords({ file, report }: Verified): string {
  const lines = [`${file}: ${report.conclusion}${report.kind === 'unknown' ? '' : ` (${report.kind})`}`];
  for (const { conclusion, level, signer, ...signature } of report.signatures) {
    lines.push(
      `  ${conclusion}: ${whoSigned(signature.statedSigner, signer?.commonName)}${level === undefined ? '' : `, ${level}`}`,
    );
    const time = signature.bestSignatureTime;
    lines.push(
      `    signed ${time === undefined ? `${signature.signingTime ?? 'at an unknown time'} (claimed)` : `before ${time} (time-stamp)`}`,
    );
    lines.push(`    trusted by ${signer?.trustAnchor ?? 'nobody who was given with --trust'}`);
    if (signature.revocation !== undefined)
      lines.push(`    certificate ${revocationWords[signature.revocation]}`);
    lines.push(...signature.timestamps.map(timestamp));
    if (signature.coverage !== undefined) {
      const { bytes, total, revision, revisions } = signature.coverage;
      lines.push(
        `    covers ${bytes} of ${total} bytes: revision ${revision} of ${revisions} and all before it`,
      );
    }
    if (signature.documents !== undefined) lines.push(`    covers ${signature.documents.join(', ')}`);
    lines.push(...signature.reasons.map(reason));
  }
  return [...lines, ...report.reasons.map(reason)].join('\n');
}

const revocationWords = {
  NOT_REVOKED: 'not revoked when it signed',
  REVOKED: 'was revoked when it signed',
  NOT_PROVEN: 'not proven to have been good when it signed',
} as const;

function timestamp({
  kind,
  state,
  time,
  authority,
  validUntil,
}: PlainReport['signatures'][number]['timestamps'][number]): string {
  const what = kind === 'signature' ? 'signature' : 'whole document';
  if (time === undefined) return `    time-stamp of the ${what}: cannot be relied on`;
  const proof = state === 'PROVEN' ? `proves it until ${validUntil}` : 'proves nothing any more';
  return `    time-stamp of the ${what}: ${time} by ${authority}; ${proof}`;
}

/** A name that evidence states is proven by the certificate that the evidence is signed with. */
function whoSigned(stated: string | undefined, certified = 'unknown signer'): string {
  return stated === undefined || stated === certified ? certified : `${stated}, stated by ${certified}`;
}

function reason({ conclusion, step, code, message }: PlainReport['reasons'][number]): string {
  return `    ${conclusion === 'FAILED' ? 'wrong' : 'not proven'}: ${step}: ${message} (${code})`;
}
