/**
 * Says in our words what a schema validator found: which element, what is wrong, what would be right. Values are
 * left out, since any of them may be a personal identification number, mistyped or not.
 */
import { maskPersonalNumbers, type XmlProblem } from '@segl/formats/xml';

const PLACE = /^Element '(?:\{[^}']{0,200}\})?([^']{1,200})'(?:, attribute '([^']{1,200})')?: /;
const LENGTH =
  /has a length of '(\d{1,12})'; this (?:exceeds|underruns) the allowed (maximum|minimum) length of '(\d{1,12})'/;
const ATTRIBUTE = /^The attribute '([^']{1,200})' (is not allowed|is required but missing)/;
const TYPE = /is not a valid value of the (?:atomic|local atomic|union|list) type(?: '([^']{1,100})')?\.?$/;

/** One sentence, without line number. */
export function explainProblem({ message }: Pick<XmlProblem, 'message'>): string {
  const place = PLACE.exec(message);
  const said = place === null ? message : message.slice(place[0].length);
  return maskPersonalNumbers(`${placeName(place, said)}${explain(said)}`);
}

function placeName(place: RegExpExecArray | null, said: string): string {
  if (place === null) return '';
  const [, element = '', attribute] = place;
  return attribute === undefined || ATTRIBUTE.test(said)
    ? `<${element}> `
    : `Attribute ${attribute} of <${element}> `;
}

function explain(said: string): string {
  if (said.startsWith('[facet ')) return explainFacet(said);
  if (said.startsWith('This element is not expected')) return `does not belong here. ${expectation(said)}`;
  if (said.startsWith('Missing child element')) return `lacks a child element. ${expectation(said)}`;
  const attribute = ATTRIBUTE.exec(said);
  if (attribute)
    return `must ${attribute[2] === 'is not allowed' ? 'not ' : ''}have the attribute ${attribute[1] ?? ''}`;
  if (said.startsWith('Character content is not allowed')) return 'must be empty';
  if (said.startsWith('Character content other')) return 'must hold elements only';
  if (said.startsWith('Element content is not allowed')) return 'must hold text only';
  if (said.startsWith('No matching global declaration')) return 'is not a message of the signature API';
  const type = TYPE.exec(said);
  if (type) return `does not hold a valid ${type[1] ?? 'value'}`;
  if (said.startsWith("'")) return 'holds a value that is not allowed';
  return withoutNamespaces(said);
}

function explainFacet(said: string): string {
  const length = LENGTH.exec(said);
  if (length) {
    const [, actual, bound, limit] = length;
    return `has ${actual ?? ''} characters; at ${bound === 'maximum' ? 'most' : 'least'} ${limit ?? ''} are allowed`;
  }
  if (said.startsWith("[facet 'pattern']")) {
    const digits = /'\[0-9\]\{(\d{1,2})\}'\.?$/.exec(said)?.[1];
    return digits === undefined ? 'does not have the required form' : `must be exactly ${digits} digits`;
  }
  if (said.startsWith("[facet 'enumeration']")) {
    const from = said.lastIndexOf('{');
    const values = from < 0 ? '' : said.slice(from + 1, said.lastIndexOf('}')).replaceAll("'", '');
    return `must be one of: ${values}`;
  }
  const bound = /than the (maximum|minimum) value allowed \('(-?\d{1,20})'\)/.exec(said);
  if (bound) return `must be at ${bound[1] === 'maximum' ? 'most' : 'least'} ${bound[2] ?? ''}`;
  return 'holds a value that is not allowed';
}

/** The validator's own list of what may stand there. */
function expectation(said: string): string {
  const from = said.indexOf('Expected is');
  return from < 0 ? 'Nothing more is expected.' : withoutNamespaces(said.slice(from));
}

function withoutNamespaces(text: string): string {
  return text.replace(/\{[^{}]{0,200}\}/g, '');
}
