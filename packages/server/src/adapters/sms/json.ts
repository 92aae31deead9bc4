/** JSON objects from outside, of which only some fields are known. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Undefined when the bytes are not a JSON object. */
export function readJsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    return asObject(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** A text, a number or a truth value, as text; undefined when it is none of these or longer than a reference may be. */
export function asText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value);
  return text === '' || text.length > 200 ? undefined : text;
}
