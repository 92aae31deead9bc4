import { PdfRef, PdfStream, asDict, isArray, nameOf } from './objects.ts';
import type { PdfDict, PdfValue } from './objects.ts';
import type { PdfFile } from './reader.ts';
import type { PdfWriter } from './writer.ts';

/** Copies what pages draw with, each object once per source document. */
export interface Copier {
  /** The value for the new file; what it refers to is copied by `flush`. */
  copy(value: PdfValue): PdfValue;
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

export function createCopier(file: PdfFile, writer: PdfWriter): Copier {
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
    for (const [key, value] of source) if (!without?.has(key)) target.set(key, copy(value));
    return target;
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
    copyAsObject: (value) => {
      const known = objects.get(value);
      if (known !== undefined) return known;
      const result = copy(value);
      const ref = result instanceof PdfRef ? result : writer.add(result);
      objects.set(value, ref);
      return ref;
    },
    flush: () => {
      for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
        const target = copied.get(ref.num);
        if (target !== undefined) writer.write(target, copy(file.resolve(ref)));
      }
    },
  };
}
