/** Validators that nobody here wrote: what each says of a signed file, and which damage it can see. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validateFile } from '@segl/formats/validation';
import { readCertificates } from '@segl/formats/x509';
import type { Damage } from './damage.ts';
import { cmsTimestamp, pdfSeal, xadesTimestamp, type Stamped } from './extract.ts';
import type { Sample } from './results.ts';
import { run } from './tools.ts';

export interface Verdict {
  readonly accepted: boolean;
  /** Few words: the level, or what is wrong. */
  readonly words: string;
}

export interface Judging {
  /** PEM. */
  readonly anchors: string;
  /** For files in between. */
  readonly scratch: string;
}

export interface Validator {
  readonly name: string;
  readonly kinds: readonly Sample['kind'][];
  /** Damage that must make it refuse. Of others it may say what it likes. */
  readonly sees: readonly Damage[];
  readonly judge: (sample: Sample, judging: Judging) => Promise<Verdict>;
}

const everything: readonly Damage[] = [
  ...['document', 'signature-value', 'signed-properties', 'evidence', 'time-stamp'],
  ...['page-content', 'front-page', 'attachment', 'cms', 'validation-data', 'document-time-stamp'],
  ...['appended-bytes', 'truncated', 'later-revision'],
] as Damage[];

/** All but DSS, which judges many files in one go (dss.ts). */
export const validators: readonly Validator[] = [
  {
    name: 'Segl',
    kinds: ['xades', 'pades', 'asice'],
    sees: everything,
    judge: segl,
  },
  {
    name: 'xmlsec1',
    kinds: ['xades'],
    sees: ['document', 'signature-value', 'signed-properties', 'evidence'],
    judge: xmlsec,
  },
  {
    name: 'openssl cms',
    kinds: ['pades'],
    sees: ['page-content', 'front-page', 'attachment', 'cms', 'truncated'],
    judge: opensslCms,
  },
  {
    name: 'openssl ts',
    kinds: ['xades', 'pades'],
    sees: ['signature-value', 'time-stamp', 'cms', 'truncated'],
    judge: opensslTs,
  },
  {
    name: 'pdfsig',
    kinds: ['pades'],
    sees: [
      'page-content',
      'front-page',
      'attachment',
      'cms',
      'appended-bytes',
      'later-revision',
      'truncated',
    ],
    judge: pdfsig,
  },
  { name: 'qpdf', kinds: ['pades'], sees: ['truncated'], judge: qpdf },
];

/** Our own, with nothing but what `segl verify` has. */
async function segl({ file, kind, documents }: Sample, { anchors }: Judging): Promise<Verdict> {
  const trust = { anchors: readCertificates(await readFile(anchors, 'utf8')), intermediates: [] };
  const given = kind === 'xades' ? await readdir(documents) : [];
  const { conclusion, level } = await validateFile(await readFile(file), {
    trust,
    // The sandbox's clock has been moved ahead.
    at: new Date(Date.now() + 366 * 86_400_000),
    documents: await Promise.all(
      given.map(async (name) => ({ name, bytes: await readFile(join(documents, name)) })),
    ),
  });
  const accepted = conclusion === 'PASSED';
  return { accepted, words: accepted ? `PASSED ${level ?? ''}` : conclusion };
}

const IDS = [
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
  'http://www.w3.org/2000/09/xmldsig#:Object',
].flatMap((element) => ['--id-attr:Id', element]);

/** One-time certificates live for minutes, so the chain is checked at the time of the signature. */
async function xmlsec({ file, documents }: Sample, { anchors, scratch }: Judging): Promise<Verdict> {
  const xml = await readFile(file, 'utf8');
  const time = new Date(/<xades:SigningTime>([^<]*)</.exec(xml)?.[1] ?? '');
  if (Number.isNaN(time.getTime())) return { accepted: false, words: 'no signing time' };
  const trusted = (await anchorFiles(anchors, scratch)).flatMap((anchor) => ['--trusted-pem', anchor]);
  const { status, output } = run(
    'xmlsec1',
    ['--verify', '--verification-time', localTime(time), ...trusted, ...IDS, file],
    { folder: documents },
  );
  const references = /SignedInfo References \(ok\/all\): (\d+)\/(\d+)/.exec(output);
  const all = references !== null && references[1] === references[2];
  return {
    accepted: status === 0 && all,
    words: status === 0 ? 'verified' : 'refused',
  };
}

async function opensslCms({ file }: Sample, { anchors, scratch }: Judging): Promise<Verdict> {
  return refusingWhatCannotBeRead(async () => {
    const { covered, cms } = pdfSeal(await readFile(file));
    const [content, signature] = [join(scratch, 'covered.bin'), join(scratch, 'seal.der')];
    await writeFile(content, covered);
    await writeFile(signature, cms);
    const { status } = run('openssl', [
      ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', signature, '-content', content],
      ...['-CAfile', anchors, '-purpose', 'any', '-out', join(scratch, 'content.out')],
    ]);
    return { accepted: status === 0, words: status === 0 ? 'verified' : 'refused' };
  });
}

async function opensslTs({ file, kind }: Sample, { anchors, scratch }: Judging): Promise<Verdict> {
  return refusingWhatCannotBeRead(async () => {
    const bytes = await readFile(file);
    const stamped: Pick<Stamped, 'token' | 'data'> =
      kind === 'xades'
        ? xadesTimestamp(bytes.toString('utf8'))
        : await cmsTimestamp(pdfSeal(bytes).cms, join(scratch, 'seal.der'));
    const [token, data] = [join(scratch, 'token.der'), join(scratch, 'stamped.bin')];
    await writeFile(token, stamped.token);
    await writeFile(data, stamped.data);
    const { status } = run('openssl', [
      ...['ts', '-verify', '-in', token, '-token_in', '-data', data, '-CAfile', anchors],
    ]);
    return { accepted: status === 0, words: status === 0 ? 'verified' : 'refused' };
  });
}

/** It knows no document time-stamps, and is not told whom to trust: the seal's digest and signature are what it checks. */
function pdfsig({ file }: Sample): Promise<Verdict> {
  const { output } = run('pdfsig', ['-nocert', file]);
  const valid = output.includes('Signature Validation: Signature is Valid.');
  const whole = /^ *- Total document signed$/m.test(output);
  const words = !valid ? 'not valid' : whole ? 'valid, whole' : 'not whole';
  return Promise.resolve({ accepted: valid && whole, words });
}

function qpdf({ file }: Sample): Promise<Verdict> {
  const { status } = run('qpdf', ['--check', file]);
  return Promise.resolve({ accepted: status === 0, words: status === 0 ? 'no errors' : 'errors' });
}

async function refusingWhatCannotBeRead(judge: () => Promise<Verdict>): Promise<Verdict> {
  return judge().catch(() => ({ accepted: false, words: 'unreadable' }));
}

/** xmlsec1 reads one certificate of a file. */
async function anchorFiles(anchors: string, scratch: string): Promise<string[]> {
  const certificates =
    (await readFile(anchors, 'utf8')).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ??
    [];
  return Promise.all(
    certificates.map(async (certificate, index) => {
      const file = join(scratch, `anchor-${index}.pem`);
      await writeFile(file, `${certificate}\n`);
      return file;
    }),
  );
}

function localTime(time: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}
