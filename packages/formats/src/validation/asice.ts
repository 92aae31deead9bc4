/** Validates an ASiC-E container with XAdES signatures (ETSI EN 319 162-1 clause 4.4.3). */
import { FormatError } from '../errors/index.ts';
import type { CertificateStore } from '../x509/index.ts';
import { readZip, type ZipEntry } from '../zip/index.ts';
import { createFindings, validationError } from './findings.ts';
import { reportOf, type ValidationReport } from './report.ts';
import type { RetiredDigests } from './retired-digests.ts';
import { validateXades } from './xades.ts';

const MIMETYPE = 'application/vnd.etsi.asic-e+zip';
const MIB = 1024 * 1024;
const LIMITS = { maxEntries: 200, maxEntryBytes: 32 * MIB, maxTotalBytes: 64 * MIB };

/** Every signature must cover every file outside META-INF. Never rejects for what the file holds. */
export async function validateAsice(
  bytes: Uint8Array,
  trust: CertificateStore,
  at: Date = new Date(),
  retired: RetiredDigests = {},
): Promise<ValidationReport> {
  const findings = createFindings();
  const entries = await readZip(bytes, LIMITS).catch((error: unknown) => {
    if (!(error instanceof FormatError)) throw error;
    return error as Error;
  });
  const parts = findings.attempt('container', () => partsOf(entries));
  if (parts === undefined) return reportOf([], findings.reasons);
  const reports = parts.signatures.map(({ bytes: xml }) =>
    validateXades(xml, parts.documents, trust, at, { retired }),
  );
  return reportOf(
    reports.flatMap(({ signatures }) => signatures),
    reports.flatMap(({ reasons }) => reasons),
  );
}

function partsOf(entries: readonly ZipEntry[] | Error) {
  if (entries instanceof Error) throw entries;
  const [first] = entries;
  const type = first?.name === 'mimetype' ? Buffer.from(first.bytes).toString('latin1') : undefined;
  if (type !== MIMETYPE) throw validationError('VALIDATION_UNSUPPORTED', 'the container is not ASiC-E');
  const inMeta = entries.filter(({ name }) => /^META-INF\//i.test(name));
  const signatures = inMeta.filter(({ name }) => /^META-INF\/[^/]*signatures[^/]*\.xml$/.test(name));
  if (inMeta.some(({ name }) => /\.p7s$/i.test(name)))
    throw validationError('VALIDATION_UNSUPPORTED', 'containers with CAdES signatures are not judged');
  if (signatures.length === 0)
    throw validationError('VALIDATION_NO_SIGNATURE', 'the container holds no signature');
  const documents = entries.filter((entry) => entry !== first && !inMeta.includes(entry));
  return { signatures, documents };
}
