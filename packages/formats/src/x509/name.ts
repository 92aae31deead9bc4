/** Distinguished names: RFC 5280 4.1.2.4 in DER, RFC 4514 as text. */
import {
  Oid,
  Tag,
  openSequence,
  readAll,
  readOid,
  readString,
  expectTag,
  toHex,
  write,
} from '../der/index.ts';
import type { DerValue } from '../der/index.ts';

/** One attribute of a name as it was read; attributes of unknown type or encoding have a `#hex` value. */
export interface NameAttribute {
  /** Dotted object identifier. */
  readonly type: string;
  readonly value: string;
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  [Oid.commonName]: 'CN',
  [Oid.surname]: 'SN',
  [Oid.serialNumber]: 'serialNumber',
  [Oid.country]: 'C',
  [Oid.locality]: 'L',
  '2.5.4.8': 'ST',
  [Oid.organization]: 'O',
  [Oid.organizationalUnit]: 'OU',
  [Oid.givenName]: 'GN',
  [Oid.organizationIdentifier]: 'organizationIdentifier',
  '0.9.2342.19200300.100.1.25': 'DC',
};

const TYPES = {
  C: Oid.country,
  O: Oid.organization,
  OU: Oid.organizationalUnit,
  L: Oid.locality,
  CN: Oid.commonName,
  GN: Oid.givenName,
  SN: Oid.surname,
  serialNumber: Oid.serialNumber,
  organizationIdentifier: Oid.organizationIdentifier,
} as const;

/** A name to be written, most general attribute first: `[['C', 'NO'], ['CN', 'Kari Nordmann']]`. */
export type DistinguishedName = readonly (readonly [type: keyof typeof TYPES, value: string])[];

const STRING_TAGS: ReadonlySet<number> = new Set([
  Tag.utf8String,
  Tag.printableString,
  Tag.teletexString,
  Tag.ia5String,
  Tag.bmpString,
  Tag.numericString,
]);

function readAttribute(value: DerValue): NameAttribute {
  const fields = openSequence(value);
  const type = readOid(fields.next(Tag.oid));
  const content = fields.next();
  fields.end();
  return { type, value: STRING_TAGS.has(content.tag) ? readString(content) : `#${toHex(content.raw)}` };
}

function escapeValue(value: string): string {
  return value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/\0/g, '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');
}

/** Reads a Name into its attributes, in order, and its RFC 4514 text (most specific first). */
export function readName(name: DerValue): { attributes: NameAttribute[]; text: string } {
  const relative = readAll(expectTag(name, Tag.sequence)).map((set) =>
    readAll(expectTag(set, Tag.set)).map(readAttribute),
  );
  const text = relative
    .map((set) =>
      set.map(({ type, value }) => `${SHORT_NAMES[type] ?? type}=${escapeValue(value)}`).join('+'),
    )
    .reverse()
    .join(',');
  return { attributes: relative.flat(), text };
}

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

/** Country and serialNumber are PrintableString, as X.520 demands; everything else UTF8String. */
export function encodeName(name: DistinguishedName): Uint8Array {
  return write.sequence(
    ...name.map(([type, value]) => {
      const printable = (type === 'C' || type === 'serialNumber') && PRINTABLE.test(value);
      const encoded = printable ? write.printableString(value) : write.utf8String(value);
      return write.setOf(write.sequence(write.oid(TYPES[type]), encoded));
    }),
  );
}
