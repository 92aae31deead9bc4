import { refusal, tooComplex } from './errors.ts';
import { PdfName, PdfRef, PdfStream, asDict, isArray, nameOf } from './objects.ts';
import type { PdfDict, PdfValue } from './objects.ts';
import type { PdfFile } from './reader.ts';

/** Named checks for what must not be signed because it can show different things to different people. */

/** JavaScript, launch actions, forms kept in the file, portfolios and layers that switch by themselves. */
export function refuseCatalog(file: PdfFile): void {
  refuseDynamicForms(file);
  refusePortfolio(file);
  refuseSwitchingLayers(file);
}

/** Every dictionary that can be reached from the trailer: none may act or fetch. */
export function refuseActiveContent(file: PdfFile): void {
  const seen = new Set<number>();
  const stack: PdfValue[] = [file.trailer.get('Root') ?? null, file.trailer.get('Info') ?? null];
  let visited = 0;
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (++visited > 5_000_000) throw tooComplex('more objects than can be checked');
    if (value instanceof PdfRef) {
      if (seen.has(value.num)) continue;
      seen.add(value.num);
      value = file.resolve(value);
    }
    if (value instanceof PdfStream) refuseExternalStream(value.dict);
    const entries = asDict(value);
    if (entries !== undefined) {
      refuseAction(entries, file);
      for (const item of entries.values()) if (isComposite(item)) stack.push(item);
    } else if (isArray(value)) for (const item of value) if (isComposite(item)) stack.push(item);
  }
}

function isComposite(value: PdfValue): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof PdfName) &&
    !(value instanceof Uint8Array)
  );
}

/** Actions (ISO 32000-1, 12.6.4) that run programs; a script in any other entry named JS as well. */
function refuseAction(entries: PdfDict, file: PdfFile): void {
  const kind = entries.has('S') ? nameOf(file.resolve(entries.get('S'))) : undefined;
  if (kind === 'JavaScript' || ((kind === 'Rendition' || kind === undefined) && isScript(entries, file)))
    throw refusal(
      'PDF_JAVASCRIPT',
      'The PDF contains JavaScript, which can change what it shows. Print the document to a new PDF.',
    );
  if (kind === 'Launch')
    throw refusal('PDF_LAUNCH_ACTION', 'The PDF can start other programs. Print the document to a new PDF.');
}

function isScript(entries: PdfDict, file: PdfFile): boolean {
  if (!entries.has('JS')) return false;
  const script = file.resolve(entries.get('JS'));
  return script instanceof Uint8Array || script instanceof PdfStream;
}

/** Data kept outside the file (7.3.8.1), and pages of other files drawn as images (8.10.4). */
function refuseExternalStream(entries: PdfDict): void {
  const isReference = nameOf(entries.get('Subtype')) === 'Form' && entries.has('Ref');
  if ((entries.get('F') ?? null) === null && !isReference) return;
  throw refusal(
    'PDF_EXTERNAL_CONTENT',
    'The PDF shows content from outside the file. Print the document to a new PDF.',
  );
}

function refuseDynamicForms(file: PdfFile): void {
  const form = asDict(file.resolve(file.catalog.get('AcroForm')));
  const hasXfa = form !== undefined && file.resolve(form.get('XFA')) !== null;
  if (hasXfa || file.resolve(file.catalog.get('NeedsRendering')) === true)
    throw refusal('PDF_XFA_FORM', 'The PDF is an XFA form, which few programs show. Print it to a new PDF.');
  const fields = file.resolve(form?.get('Fields'));
  if (file.resolve(form?.get('NeedAppearances')) === true && isArray(fields) && fields.length > 0)
    throw refusal(
      'PDF_FORM_WITHOUT_APPEARANCE',
      'The PDF is a form whose fields every program draws in its own way. Print the filled-in form to a new PDF.',
    );
}

function refusePortfolio(file: PdfFile): void {
  if (file.resolve(file.catalog.get('Collection')) !== null)
    throw refusal(
      'PDF_PORTFOLIO',
      'The PDF is a portfolio with other files inside. Send the files as documents of their own.',
    );
}

/** Layers are carried over as they are shown; those that depend on zoom, printing or language are not (8.11.4). */
function refuseSwitchingLayers(file: PdfFile): void {
  const properties = asDict(file.resolve(file.catalog.get('OCProperties')));
  if (properties === undefined) return;
  const settings = asDict(file.resolve(properties.get('D')));
  const base = nameOf(file.resolve(settings?.get('BaseState'))) ?? 'ON';
  const automatic = file.resolve(settings?.get('AS'));
  const intent = nameOf(file.resolve(settings?.get('Intent'))) ?? 'View';
  if (base !== 'ON' || intent !== 'View' || (isArray(automatic) && automatic.length > 0))
    throw refusal(
      'PDF_LAYERS_UNSUPPORTED',
      'The PDF has layers that show and hide by themselves. Print the document to a new PDF.',
    );
}
