/** JSON Canonicalization Scheme (RFC 8785) for the plain data of this service. */

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * One byte sequence for one value: members sorted by UTF-16 code units (RFC 8785 section 3.2.3), no spaces;
 * strings and numbers as ECMAScript writes them (3.2.2).
 *
 * @throws RangeError on NaN and infinities, and on lone surrogates, which I-JSON does not have
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('a number in canonical JSON must be finite');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new RangeError('a string in canonical JSON must be well-formed Unicode');
    return JSON.stringify(value);
  }
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
