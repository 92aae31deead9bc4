/** Writing of messages: elements in the order given, absent ones left out. */
import { FormatError } from '@segl/formats/errors';
import { escapeAttribute, escapeText } from '@segl/formats/xml';
import { ProtocolError } from './errors.ts';
import { NAMESPACE } from './schema.ts';

/** Written markup; never text from outside. */
export type Markup = string & { readonly __markup: true };
type Attributes = Readonly<Record<string, string | undefined>>;
type Content = readonly (Markup | undefined)[];

export const MAX_URL_LENGTH = 500;

/** An element with child elements. */
export function element(name: string, children: Content, attributes: Attributes = {}): Markup {
  return tag(name, attributes, children.filter((child) => child !== undefined).join(''));
}

/** An element with text; undefined when there is none to write. */
export function textElement(name: string, text: string, attributes?: Attributes): Markup;
export function textElement(
  name: string,
  text: string | undefined,
  attributes?: Attributes,
): Markup | undefined;
export function textElement(
  name: string,
  text: string | undefined,
  attributes: Attributes = {},
): Markup | undefined {
  return text === undefined
    ? undefined
    : tag(
        name,
        attributes,
        writable(name, () => escapeText(text)),
      );
}

/**
 * An element with a URL, undefined when there is none.
 * @throws ProtocolError VALUE_INVALID when it has more than 500 characters
 */
export function urlElement(name: string, url: string, attributes?: Attributes): Markup;
export function urlElement(
  name: string,
  url: string | undefined,
  attributes?: Attributes,
): Markup | undefined;
export function urlElement(
  name: string,
  url: string | undefined,
  attributes: Attributes = {},
): Markup | undefined {
  return url === undefined ? undefined : textElement(name, requireUrlLength(name, url), attributes);
}

/** @throws ProtocolError VALUE_INVALID */
export function requireUrlLength(name: string, url: string): string {
  if (url.length <= MAX_URL_LENGTH) return url;
  throw new ProtocolError(
    'VALUE_INVALID',
    `The URL of <${name}> has ${url.length} characters; at most ${MAX_URL_LENGTH} are allowed.`,
  );
}

/** The whole message, UTF-8, around its root element's content. */
export function message(root: string, children: Content, attributes: Attributes = {}): Uint8Array {
  const body = element(root, children, { xmlns: NAMESPACE, ...attributes });
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`, 'utf8');
}

function tag(name: string, attributes: Attributes, content: string): Markup {
  const written = Object.entries(attributes)
    .map(([key, value]) =>
      value === undefined ? '' : ` ${key}="${writable(name, () => escapeAttribute(value))}"`,
    )
    .join('');
  return (content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`) as Markup;
}

function writable(name: string, escape: () => string): string {
  try {
    return escape();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new ProtocolError('VALUE_INVALID', `<${name}>: ${error.message}`, { cause: error });
  }
}
