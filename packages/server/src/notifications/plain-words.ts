/** What senders wrote, made fit to stand in a message. */

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
/** Characters that are not seen, or turn the direction of what follows. */
const UNSEEN = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** One line without anything that is not seen. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(UNSEEN, '').replace(BREAKS, ' ').trim();
}

/**
 * One line that no mail reader or telephone turns into a link: only the service's own address may be one. A space is
 * put where an address would need none (`example. org`).
 */
export function withoutLinks(text: string): string {
  return oneLine(text)
    .replace(/:\/\//g, ': //')
    .replace(/(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, '. ');
}

/** At most so many characters, the last three of them dots where something was left out. */
export function shortened(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length <= longest
    ? text
    : `${characters
        .slice(0, longest - 3)
        .join('')
        .trimEnd()}...`;
}
