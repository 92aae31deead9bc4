import { PdfRef, PdfStream, asDict, isArray, nameOf } from './objects.ts';
import type { PdfDict, PdfValue } from './objects.ts';
import type { PdfFile } from './reader.ts';
import type { PdfWriter } from './writer.ts';

/** Copies what pages draw with, each object once per source document. */
export interface Copier {
  /** The value for the new file; what it refers to is copied by `flush`. */
  copy(value: PdfValue): PdfValue;
  /** Resources of a page, as an object of their own. */
  copyResources(value: PdfValue): PdfRef;
  /** Like `copy`, but always a reference to an object of its own; the same value gives the same reference. */
  copyAsObject(value: PdfValue): PdfRef;
  /** Writes every object referred to so far, and what those refer to. */
  flush(): void;
  /** Optional content groups that were copied: source object number → reference in the new file. */
  readonly layers: ReadonlyMap<number, PdfRef>;
}

/** Belong to the document around, not to what is drawn: none of it may drag a whole document along. */
const DOCUMENT_TYPES = new Set(['Catalog', 'Pages', 'Page', 'StructTreeRoot', 'StructElem', 'Annot']);
/** Entries of image and form XObjects that say nothing about what is seen in a viewer. */
const UNSEEN_ENTRIES = new Set([
  'StructParent',
  'StructParents',
  'PieceInfo',
  'Metadata',
  'LastModified',
  'Alternates',
  'OPI',
  'AF',
]);

/** What is changed on the way, when the new file is to be PDF/A. */
export interface Adaptation {
  /** Put into every resource dictionary's colour spaces, where it has none of that name. */
  readonly defaultSpaces: PdfDict;
}

/** Lists of a font's glyphs, which need not be there and are often wrong (ISO 19005-3, 6.2.11.4.2). */
const GLYPH_LISTS = new Set(['CIDSet', 'CharSet']);

export function createCopier(file: PdfFile, writer: PdfWriter, adaptation?: Adaptation): Copier {
  const copied = new Map<number, PdfRef>();
  const layers = new Map<number, PdfRef>();
  const objects = new Map<PdfValue, PdfRef>();
  const waiting: PdfRef[] = [];

  const copyRef = (ref: PdfRef): PdfRef | null => {
    const known = copied.get(ref.num);
    if (known !== undefined) return known;
    const value = file.resolve(ref);
    if (value === null) return null;
    const type = nameOf(file.resolve(asDict(value)?.get('Type')));
    if (type !== undefined && DOCUMENT_TYPES.has(type)) return null;
    const target = writer.reserve();
    copied.set(ref.num, target);
    if (type === 'OCG') layers.set(ref.num, target);
    waiting.push(ref);
    return target;
  };
  const copy = (value: PdfValue): PdfValue => {
    if (value instanceof PdfRef) return copyRef(value);
    if (value instanceof PdfStream) return copyStream(value);
    if (value instanceof Uint8Array) return value;
    if (isArray(value)) return value.map((item) => copy(item));
    return value instanceof Map ? copyDict(value as PdfDict) : value;
  };
  const copyDict = (source: PdfDict, without?: ReadonlySet<string>): PdfDict => {
    const target = new Map<string, PdfValue>();
    for (const [key, value] of source)
      if (!without?.has(key)) target.set(key, key === 'Resources' ? copyResources(value) : copy(value));
    return adaptation === undefined ? target : adapted(target, adaptation);
  };
  const copyResources = (value: PdfValue): PdfRef => {
    const resources = asDict(file.resolve(value));
    if (adaptation === undefined || resources === undefined) return copyAsObject(value);
    const known = objects.get(resources);
    if (known !== undefined) return known;
    const target = writer.reserve();
    objects.set(resources, target);
    const spaces = asDict(file.resolve(resources.get('ColorSpace'))) ?? new Map<string, PdfValue>();
    const all = new Map<string, PdfValue>([...adaptation.defaultSpaces, ...copyDict(spaces)]);
    const copiedResources = new Map(copyDict(resources));
    if (all.size > 0) copiedResources.set('ColorSpace', all);
    writer.write(target, copiedResources);
    return target;
  };
  const copyAsObject = (value: PdfValue): PdfRef => {
    const known = objects.get(value);
    if (known !== undefined) return known;
    const result = copy(value);
    const ref = result instanceof PdfRef ? result : writer.add(result);
    objects.set(value, ref);
    return ref;
  };
  const copyStream = (stream: PdfStream): PdfStream => {
    const isXObject = ['Image', 'Form'].includes(nameOf(stream.dict.get('Subtype')) ?? '');
    const entries = new Map(copyDict(stream.dict, isXObject ? UNSEEN_ENTRIES : undefined));
    entries.delete('Length');
    return new PdfStream(entries, stream.raw);
  };
  return {
    layers,
    copy,
    copyResources,
    copyAsObject,
    flush: () => {
      for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
        const target = copied.get(ref.num);
        if (target !== undefined) writer.write(target, copy(file.resolve(ref)));
      }
    },
  };
}

/** Glyph lists are left out, and a transparency group of a device space gets that space's profile. */
function adapted(target: Map<string, PdfValue>, { defaultSpaces }: Adaptation): PdfDict {
  const type = nameOf(target.get('Type'));
  if (type === 'FontDescriptor') for (const key of GLYPH_LISTS) target.delete(key);
  if (nameOf(target.get('S')) === 'Transparency') {
    const space = nameOf(target.get('CS'))?.replace('Device', 'Default');
    const profile = space === undefined ? undefined : defaultSpaces.get(space);
    if (profile !== undefined) target.set('CS', profile);
  }
  return target;
}
