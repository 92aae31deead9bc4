/** JSON with one possible spelling, to be hashed: RFC 8785 (members sorted by UTF-16 code units, no white space). */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = value as Readonly<Record<string, Json>>;
  return `{${Object.keys(members)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(members[name] ?? null)}`)
    .join(',')}}`;
}
