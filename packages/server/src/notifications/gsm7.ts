/**
 * How long a text message is (3GPP TS 23.038, section 6.2.1; TS 23.040, section 9.2.3.24.1): 7 bits a character while
 * all are of the GSM alphabet, else 16; a message of several segments loses some room to their numbering.
 */

const ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** These take two places each. */
const EXTENSION = '\f^{}\\[~]|€';

const places = new Map([
  ...Array.from(ALPHABET, (character) => [character, 1] as const),
  ...Array.from(EXTENSION, (character) => [character, 2] as const),
]);

export function isGsm7(text: string): boolean {
  return Array.from(text).every((character) => places.has(character));
}

/** How many segments the message is sent and paid as. No character is split between two of them. */
export function smsSegments(text: string): number {
  const characters = Array.from(text);
  const gsm7 = isGsm7(text);
  const taken = characters.map((character) => (gsm7 ? (places.get(character) ?? 1) : character.length));
  const [single, part] = gsm7 ? [160, 153] : [70, 67];
  if (taken.reduce((sum, places) => sum + places, 0) <= single) return 1;
  let segments = 1;
  let room = part;
  for (const places of taken) {
    if (places > room) {
      segments += 1;
      room = part;
    }
    room -= places;
  }
  return segments;
}

const TYPOGRAPHY: Readonly<Record<string, string>> = {
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '\u00A0': ' ',
  '\u202F': ' ',
};

/** Typographic signs in the GSM alphabet's own; letters stay as they are. */
export function plainSigns(text: string): string {
  return text.replace(/[«»“”„‘’–—−…\u00A0\u202F]/g, (sign) => TYPOGRAPHY[sign] ?? sign);
}

/** Letters outside the GSM alphabet without their accents, and a question mark for what then still is outside it. */
export function plainLetters(text: string): string {
  return Array.from(plainSigns(text), (character) => {
    if (places.has(character)) return character;
    const base = character.normalize('NFD').replace(/\p{M}/gu, '');
    return isGsm7(base) && base !== '' ? base : (SIMILAR[character] ?? '?');
  }).join('');
}

/** Letters that Unicode does not take apart. */
const SIMILAR: Readonly<Record<string, string>> = {
  Đ: 'D',
  đ: 'd',
  Ŋ: 'N',
  ŋ: 'n',
  Ŧ: 'T',
  ŧ: 't',
  Ł: 'L',
  ł: 'l',
  ı: 'i',
};
