/** The XAdES signatures that a sealed PDF holds beside the documents they sign, as embedded files (ISO 32000-1, 7.11.4). */
import { PdfStream, asDict, isArray, readTextString } from '../pdf/objects.ts';
import type { PdfDict } from '../pdf/objects.ts';
import type { PdfFile } from '../pdf/reader.ts';
import type { CertificateStore } from '../x509/index.ts';
import { xadesNames } from '../xades/index.ts';
import { validationError } from './findings.ts';
import type { SignatureReport } from './report.ts';
import { validateXades, type Proof } from './xades.ts';

const MAX_ATTACHMENTS = 64;

interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Each over every other attached file. VALIDATION_STRUCTURE, _UNSUPPORTED. */
export function attachedSignatures(
  file: PdfFile,
  trust: CertificateStore,
  at: Date,
  proof: Proof,
): SignatureReport[] {
  const attachments = readAttachments(file);
  const isXades = ({ bytes }: Attachment): boolean =>
    Buffer.from(bytes.subarray(0, 1024)).includes(xadesNames.ASIC);
  const documents = attachments.filter((attachment) => !isXades(attachment));
  return attachments
    .filter(isXades)
    .flatMap(({ bytes }) => validateXades(bytes, documents, trust, at, proof).signatures);
}

function readAttachments(file: PdfFile): Attachment[] {
  const { catalog, resolve } = file;
  const names = asDict(resolve(catalog.get('Names')));
  const tree = asDict(resolve(names?.get('EmbeddedFiles')));
  const entries = resolve(tree?.get('Names'));
  if (tree?.has('Kids') === true)
    throw validationError('VALIDATION_UNSUPPORTED', 'the list of attached files is divided');
  if (!isArray(entries)) return [];
  if (entries.length > 2 * MAX_ATTACHMENTS)
    throw validationError('VALIDATION_UNSUPPORTED', `there are more than ${MAX_ATTACHMENTS} attached files`);
  return entries.flatMap((value, index) => {
    const specification = index % 2 === 1 ? asDict(resolve(value)) : undefined;
    return specification === undefined ? [] : [readAttachment(specification, file)];
  });
}

function readAttachment(specification: PdfDict, file: PdfFile): Attachment {
  const { resolve } = file;
  const name = resolve(specification.get('UF')) ?? resolve(specification.get('F'));
  const stream = resolve(asDict(resolve(specification.get('EF')))?.get('F'));
  if (!(name instanceof Uint8Array) || !(stream instanceof PdfStream))
    throw validationError('VALIDATION_STRUCTURE', 'an attached file cannot be read');
  return { name: readTextString(name), bytes: file.decode(stream) };
}
