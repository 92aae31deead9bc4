/** Names of glyphs and what codes stand for them, as far as simple fonts need them (CFF, appendix A; ISO 32000-1, annex D). */

const ASCII =
  'space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright asterisk plus comma hyphen ' +
  'period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at ' +
  'A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore quoteleft ' +
  'a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde';
const OTHERS =
  'exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft ' +
  'guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph bullet quotesinglbase quotedblbase quotedblright ' +
  'guillemotright ellipsis perthousand questiondown grave acute circumflex tilde macron breve dotaccent dieresis ring ' +
  'cedilla hungarumlaut ogonek caron emdash AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe ' +
  'germandbls onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide brokenbar degree thorn ' +
  'threequarters twosuperior registered minus eth multiply threesuperior copyright Aacute Acircumflex Adieresis Agrave ' +
  'Aring Atilde Ccedilla Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex ' +
  'Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute acircumflex adieresis ' +
  'agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave ntilde oacute ' +
  'ocircumflex odieresis ograve otilde scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron';
const OTHER_CHARACTERS =
  "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ–†‡·¶•‚„”»…‰¿`´ˆ˜¯˘˙¨˚¸˝˛ˇ—ÆªŁØŒºæıłøœß¹¬µ™Ð½±Þ¼÷¦°þ¾²®−ð×³©ÁÂÄÀÅÃÇÉÊËÈÍÎÏÌÑÓÔÖÒÕŠÚÛÜÙÝŸŽáâäàåãçéêëèíîïìñóôöòõšúûüùýÿž";

const STANDARD_NAMES: readonly string[] = ['.notdef', ...ASCII.split(' '), ...OTHERS.split(' ')];
/** Of the names for expert fonts, those that ordinary fonts have. */
const LIGATURES: Readonly<Record<number, string>> = { 266: 'ff', 267: 'ffi', 268: 'ffl' };

/** By the identifiers that CFF gives to standard names; undefined for nearly all of expert fonts. */
export function standardGlyph(identifier: number): string | undefined {
  return STANDARD_NAMES[identifier] ?? LIGATURES[identifier];
}

/** How many names CFF has before a font's own. */
export const STANDARD_COUNT = 391;

const BY_CHARACTER = new Map<string, string>([
  ...ASCII.split(' ').map((name, index) => [String.fromCharCode(32 + index), name] as const),
  ...OTHERS.split(' ').map((name, index) => [Array.from(OTHER_CHARACTERS)[index] ?? '', name] as const),
  ...([
    ['’', 'quoteright'],
    ['‘', 'quoteleft'],
    ['€', 'Euro'],
    ['\u00a0', 'space'],
    ['\u00ad', 'hyphen'],
  ] as const),
]);

const decoders = {
  WinAnsiEncoding: new TextDecoder('windows-1252'),
  MacRomanEncoding: new TextDecoder('macintosh'),
};

/** StandardEncoding: where runs of codes begin, and the identifier that each begins with. */
const STANDARD_RUNS: readonly (readonly [code: number, count: number, identifier: number])[] = [
  ...([
    [32, 95, 1],
    [161, 15, 96],
    [177, 4, 111],
    [182, 8, 115],
    [191, 1, 123],
    [193, 8, 124],
  ] as const),
  ...([
    [202, 2, 132],
    [205, 4, 134],
    [225, 1, 138],
    [227, 1, 139],
    [232, 4, 140],
    [241, 1, 144],
  ] as const),
  ...([
    [245, 1, 145],
    [248, 4, 146],
  ] as const),
];

export function standardName(code: number): string | undefined {
  const run = STANDARD_RUNS.find(([first, count]) => code >= first && code < first + count);
  return run && STANDARD_NAMES[run[2] + code - run[0]];
}

/** Undefined for codes whose glyph has no name here, and for other encodings. */
export function nameInEncoding(encoding: string | undefined, code: number): string | undefined {
  if (encoding === 'StandardEncoding') return standardName(code);
  if (encoding !== 'WinAnsiEncoding' && encoding !== 'MacRomanEncoding') return undefined;
  return BY_CHARACTER.get(decoders[encoding].decode(Uint8Array.of(code)));
}
