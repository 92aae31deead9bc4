/**
 * File names as relative references (RFC 3986 clauses 2 and 4.2). Everything but unreserved characters is
 * percent-encoded, because readers disagree about the others: some take `+` for a space.
 */

/** `Avtale 1+2.pdf` → `Avtale%201%2B2.pdf`. */
export function documentUri(name: string): string {
  return encodeURIComponent(name).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The file name behind a reference; undefined when it is no encoded file name (path, fragment, scheme). */
export function fileNameOfUri(uri: string): string | undefined {
  if (uri === '' || /[#?/\\:]/.test(uri)) return undefined;
  try {
    return decodeURIComponent(uri);
  } catch {
    return undefined;
  }
}
