/** Reading of values out of elements that the schema has found valid. */
import type { XmlElement } from '@segl/formats/xml';
import { ProtocolError } from './errors.ts';

/** A child element that the schema demands. */
export function required(element: XmlElement, name: string): XmlElement {
  const child = element.child(name);
  if (child === undefined) throw missing(element, `<${name}>`);
  return child;
}

export function requiredAttribute(element: XmlElement, name: string): string {
  const value = element.attribute(name);
  if (value === undefined) throw missing(element, `the attribute ${name}`);
  return value;
}

export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children().filter((child) => child.name === name);
}

export function optionalText(element: XmlElement, name: string): string | undefined {
  return element.child(name)?.text();
}

/** A URL, without the white space that pretty-printing put around it. */
export function urlOf(element: XmlElement): string {
  return element.text().trim();
}

export function optionalUrl(element: XmlElement, name: string): string | undefined {
  return element.child(name)?.text().trim();
}

/** A child that holds one of the values the schema enumerates. */
export function optionalChoice<T extends string>(
  element: XmlElement,
  name: string,
  choices: readonly T[],
): T | undefined {
  const child = element.child(name);
  return child === undefined ? undefined : choiceOf(child, choices);
}

export function choiceOf<T extends string>(element: XmlElement, choices: readonly T[]): T {
  const text = element.text();
  const choice = choices.find((value) => value === text);
  if (choice === undefined) throw missing(element, choices.join(' or '));
  return choice;
}

/** xs:long, whose lexical forms allow a plus sign, leading zeros and white space around. */
export function wholeNumber(element: XmlElement): bigint {
  return BigInt(element.text().trim().replace(/^\+/, ''));
}

function missing(element: XmlElement, what: string): ProtocolError {
  const { line, name } = element;
  return new ProtocolError('NOT_SCHEMA_VALID', `Line ${line}: <${name}> lacks ${what}.`, { line });
}
