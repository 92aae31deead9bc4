/** Every word that notifications say, by language, and how words and values are put together. */
import type { Language } from '@segl/protocol/json';
import { en } from './texts/en.ts';
import { nb } from './texts/nb.ts';
import { nn } from './texts/nn.ts';

export type Texts = typeof nb;

export const texts: Readonly<Record<Language, Texts>> = { nb, nn, en };

export type Values = Readonly<Record<string, string>>;

/** The text with each `{{name}}` replaced. A value is never looked into. @throws RangeError for a name without value */
export function fill(text: string, values: Values): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new RangeError(`No value for "${name}" in "${text}"`);
    return value;
  });
}
