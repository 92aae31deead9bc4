/**
 * What may follow a certification signature that permits no changes: validation data and document time-stamps
 * (ISO 32000-2, 12.8.2.2.2; ETSI EN 319 142-1 clause 5.4). Everything else changes the document.
 */
import { equalBytes } from '../der/index.ts';
import { PdfName, PdfRef, PdfStream, asDict, isArray, nameOf } from '../pdf/objects.ts';
import type { PdfDict, PdfValue } from '../pdf/objects.ts';
import type { PdfFile } from '../pdf/reader.ts';
import { validationError } from './findings.ts';
import { refOf, type PdfUpdate } from './pdf-updates.ts';

const changed = (what: string) =>
  validationError('VALIDATION_CHANGED_AFTERWARDS', `the file was changed after it was sealed: ${what}`);

/**
 * Numbers of all objects the document refers to, existing or not, other than through its validation data. Objects of
 * these numbers must not be defined later: a reference to nothing in the sealed document could become content.
 */
export function referencesOf({ trailer, catalog, resolve }: PdfFile): Set<number> {
  const found = new Set<number>();
  const open: PdfValue[] = [...catalog].filter(([key]) => key !== 'DSS').map(([, value]) => value);
  open.push(trailer.get('Root') ?? null);
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value instanceof PdfRef) {
      if (found.has(value.num)) continue;
      found.add(value.num);
    }
    const target = resolve(value);
    if (target === catalog) continue;
    if (isArray(target)) for (const item of target) open.push(item);
    else for (const item of asDict(target)?.values() ?? []) open.push(item);
  }
  return found;
}

/**
 * Asserts that `update`, which turned `before` into `after`, added only what may be added. `sealed` are the references
 * of the sealed document.
 */
export function requirePermittedUpdate(
  before: PdfFile,
  after: PdfFile,
  update: PdfUpdate,
  sealed: ReadonlySet<number>,
): void {
  const size = before.trailer.get('Size');
  const catalogRef = refOf(before.trailer.get('Root'));
  const root = refOf(update.trailer.get('Root'));
  if (typeof size !== 'number' || catalogRef === undefined || root?.num !== catalogRef.num)
    throw changed('its catalog is another');
  requireSame(before.catalog, after.catalog, ['DSS', 'AcroForm'], 'the catalog');

  const permitted = new Set<number>([
    catalogRef.num,
    ...timestampObjects(before, after, update, size, sealed),
  ]);
  const known = validationDataObjects(before);
  for (const num of validationDataObjects(after))
    if (!sealed.has(num) && (num >= size || known.has(num))) permitted.add(num);
  for (const num of update.objects.keys())
    if (!permitted.has(num)) throw changed(`object ${num} is neither validation data nor a time-stamp`);
}

/** Numbers of the objects that make up the document security store. */
function validationDataObjects({ catalog, resolve }: PdfFile): Set<number> {
  const found = new Set<number>();
  const collect = (value: PdfValue | undefined, depth: number): void => {
    if (value instanceof PdfRef) found.add(value.num);
    if (depth === 0) return;
    const target = resolve(value);
    if (isArray(target)) for (const item of target) collect(item, depth - 1);
    else if (target instanceof Map) for (const item of (target as PdfDict).values()) collect(item, depth - 1);
  };
  // Store, its lists and validation-related information, their lists, streams.
  collect(catalog.get('DSS'), 4);
  return found;
}

/** Objects of new document time-stamps: form, field, signature, and the page that got the field. */
function timestampObjects(
  before: PdfFile,
  after: PdfFile,
  update: PdfUpdate,
  size: number,
  sealed: ReadonlySet<number>,
): number[] {
  const oldForm = formOf(before);
  const newForm = formOf(after);
  requireSame(oldForm.dict, newForm.dict, ['Fields'], 'the form');
  if (oldForm.ref?.num !== newForm.ref?.num) throw changed('its form is another');
  const added = appended(oldForm.fields, newForm.fields, 'the form’s fields');
  const touched = newForm.ref === undefined ? [] : [newForm.ref.num];
  const pages = new Map<number, PdfRef[]>();
  for (const item of added) {
    const fieldRef = refOf(item);
    const field = fieldRef && asDict(update.objects.get(fieldRef.num)?.value);
    const pageRef = refOf(field?.get('P'));
    const stampRef = refOf(field?.get('V'));
    const stamp = stampRef && asDict(update.objects.get(stampRef.num)?.value);
    const isNew = [fieldRef, stampRef].every(
      (ref) => ref !== undefined && ref.num >= size && !sealed.has(ref.num),
    );
    if (
      !isNew ||
      fieldRef === undefined ||
      stampRef === undefined ||
      field === undefined ||
      pageRef === undefined ||
      nameOf(field.get('FT')) !== 'Sig' ||
      nameOf(stamp?.get('SubFilter')) !== 'ETSI.RFC3161'
    )
      throw changed('a form field was added that is not a document time-stamp');
    requireInvisible(field);
    touched.push(fieldRef.num, stampRef.num);
    pages.set(pageRef.num, [...(pages.get(pageRef.num) ?? []), fieldRef]);
  }
  for (const [num, fields] of pages) {
    const ref = new PdfRef(num, 0);
    requireAnnotationsAdded(asDict(before.resolve(ref)), asDict(after.resolve(ref)), fields, before, after);
    touched.push(num);
  }
  return touched;
}

function formOf({ catalog, resolve }: PdfFile): {
  ref: PdfRef | undefined;
  dict: PdfDict;
  fields: readonly PdfValue[];
} {
  const value = catalog.get('AcroForm');
  const dict = asDict(resolve(value)) ?? new Map<string, PdfValue>();
  const fields = resolve(dict.get('Fields'));
  return { ref: refOf(value), dict, fields: isArray(fields) ? fields : [] };
}

/** A field of a time-stamp must show nothing: no extent and no appearance. */
function requireInvisible(field: PdfDict): void {
  const rect = field.get('Rect');
  const [left, bottom, right, top] = isArray(rect) ? rect : [];
  if (
    left !== right ||
    bottom !== top ||
    left === undefined ||
    field.has('AP') ||
    field.has('A') ||
    field.has('AA')
  )
    throw changed('a visible form field was added');
}

function requireAnnotationsAdded(
  before: PdfDict | undefined,
  after: PdfDict | undefined,
  fields: readonly PdfRef[],
  oldFile: PdfFile,
  newFile: PdfFile,
): void {
  if (before === undefined || after === undefined) throw changed('a page is missing');
  requireSame(before, after, ['Annots'], 'a page');
  const list = (file: PdfFile, page: PdfDict): readonly PdfValue[] => {
    const annotations = file.resolve(page.get('Annots'));
    return isArray(annotations) ? annotations : [];
  };
  const added = appended(list(oldFile, before), list(newFile, after), 'a page’s annotations');
  if (!added.every((item) => item instanceof PdfRef && fields.some(({ num }) => num === item.num)))
    throw changed('an annotation was added to a page');
}

/** What was put at the end of a list; the rest must be as it was. */
function appended(before: readonly PdfValue[], after: readonly PdfValue[], what: string): PdfValue[] {
  if (!before.every((item, index) => isSame(item, after[index]))) throw changed(what);
  return after.slice(before.length);
}

function requireSame(before: PdfDict, after: PdfDict, except: readonly string[], what: string): void {
  for (const key of new Set([...before.keys(), ...after.keys()]))
    if (!except.includes(key) && !isSame(before.get(key), after.get(key))) throw changed(what);
}

function isSame(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
  if (a instanceof PdfName) return b instanceof PdfName && a.value === b.value;
  if (a instanceof PdfRef) return b instanceof PdfRef && a.num === b.num && a.gen === b.gen;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && equalBytes(a, b);
  if (a instanceof PdfStream || b instanceof PdfStream) return false;
  if (isArray(a))
    return isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  if (a instanceof Map && b instanceof Map) {
    const [left, right] = [a as PdfDict, b as PdfDict];
    return left.size === right.size && [...left].every(([key, value]) => isSame(value, right.get(key)));
  }
  return a === b;
}
