/** Content-Type values (RFC 9110, section 8.3.1): type, subtype and parameters, read in one pass. */

export interface MediaType {
  /** `type/subtype`, lower case. */
  readonly essence: string;
  /** Names in lower case; quoted values unquoted. */
  readonly parameters: ReadonlyMap<string, string>;
}

const LONGEST = 1000;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Undefined when the value is not a media type, is overlong, or has a parameter twice. */
export function parseMediaType(header: string | undefined): MediaType | undefined {
  if (header === undefined || header.length > LONGEST) return undefined;
  const [essence = '', ...rest] = splitOutsideQuotes(header);
  const [type = '', subtype = '', surplus] = essence.trim().toLowerCase().split('/');
  if (!TOKEN.test(type) || !TOKEN.test(subtype) || surplus !== undefined) return undefined;
  const parameters = new Map<string, string>();
  for (const part of rest) {
    if (part.trim() === '') continue;
    const parameter = parseParameter(part);
    if (parameter === undefined || parameters.has(parameter.name)) return undefined;
    parameters.set(parameter.name, parameter.value);
  }
  return { essence: `${type}/${subtype}`, parameters };
}

/** Pieces between semicolons that stand outside quoted strings. */
function splitOutsideQuotes(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (character === '\\' && quoted) at += 1;
    else if (character === ';' && !quoted) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

function parseParameter(part: string): { name: string; value: string } | undefined {
  const equals = part.indexOf('=');
  const name = part.slice(0, equals).trim().toLowerCase();
  const value = equals < 0 ? undefined : unquote(part.slice(equals + 1).trim());
  return value === undefined || !TOKEN.test(name) ? undefined : { name, value };
}

function unquote(text: string): string | undefined {
  if (!text.startsWith('"')) return TOKEN.test(text) ? text : undefined;
  let value = '';
  for (let at = 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return at === text.length - 1 ? value : undefined;
    if (character === '\\') at += 1;
    value += text.charAt(at);
  }
  return undefined;
}
