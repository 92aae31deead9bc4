/** Reading one object of a configuration file. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** One object of the file: every read names its field, and what is wrong goes into one list. */
export class Section {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #place: string;
  readonly #folder: string;
  readonly #problems: string[];
  readonly #known = new Set<string>();
  readonly #children: Section[] = [];

  constructor(value: unknown, place: string, folder: string, problems: string[]) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) problems.push(`${place || 'the file'}: must be an object`);
    this.#fields = isObject ? (value as Record<string, unknown>) : {};
    this.#place = place;
    this.#folder = folder;
    this.#problems = problems;
  }

  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  text(name: string, usual?: string): string {
    const value = this.#get(name) ?? usual;
    if (typeof value === 'string' && value !== '') return value;
    return this.#wrong(name, 'must be a text', '');
  }

  optional<Name extends string>(name: string, as: Name): Partial<Record<Name, string>> {
    return this.has(name) ? ({ [as]: this.text(name) } as Record<Name, string>) : {};
  }

  number(name: string, usual: number): number {
    const value = this.#get(name) ?? usual;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    return this.#wrong(name, 'must be a whole number above 0', usual);
  }

  flag(name: string, usual: boolean): boolean {
    const value = this.#get(name) ?? usual;
    return typeof value === 'boolean' ? value : this.#wrong(name, 'must be true or false', usual);
  }

  choice<T extends string>(name: string, choices: readonly [T, ...T[]], usual?: T): T {
    const value = this.#get(name) ?? usual;
    const found = choices.find((choice) => choice === value);
    return found ?? this.#wrong(name, `must be one of ${choices.join(', ')}`, choices[0]);
  }

  texts(name: string): readonly string[] {
    const value = this.#get(name);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    return this.#wrong(name, 'must be a list of texts', []);
  }

  /** A file or folder, relative to the configuration. */
  path(name: string): string {
    return resolve(this.#folder, this.text(name));
  }

  /** What stands in the named file. */
  fileText(name: string): string {
    const named = this.text(name);
    if (named === '') return '';
    try {
      return readFileSync(resolve(this.#folder, named), 'utf8');
    } catch {
      return this.#wrong(name, `the file ${named} cannot be read`, '');
    }
  }

  /** The bytes of the named file. */
  fileBytes(name: string): Uint8Array {
    const named = this.text(name);
    try {
      return readFileSync(resolve(this.#folder, named));
    } catch {
      return this.#wrong(name, `the file ${named} cannot be read`, new Uint8Array());
    }
  }

  /** What stands in the named file, without the end of the line. */
  secret(name: string): string {
    return this.fileText(name).replace(/\r?\n$/, '');
  }

  privateKey(name: string): ReturnType<typeof createPrivateKey> {
    try {
      return createPrivateKey(this.fileText(name));
    } catch {
      this.#wrong(name, 'must name a private key (PEM)', undefined);
      // Never used: the list of problems is not empty.
      return undefined as never;
    }
  }

  section(name: string): Section {
    return this.#child(this.#get(name) ?? {}, name);
  }

  sections(name: string): readonly Section[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) return this.#wrong(name, 'must be a list', []);
    return value.map((item, index) => this.#child(item, `${name}[${index}]`));
  }

  /** A misspelt field must not be a silent default. */
  refuseUnknown(): void {
    for (const name of Object.keys(this.#fields)) {
      if (!this.#known.has(name)) this.#wrong(name, 'is not a field of the configuration', undefined);
    }
    for (const child of this.#children) child.refuseUnknown();
  }

  #get(name: string): unknown {
    this.#known.add(name);
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  #child(value: unknown, name: string): Section {
    const child = new Section(value, this.#named(name), this.#folder, this.#problems);
    this.#children.push(child);
    return child;
  }

  #named(name: string): string {
    return this.#place === '' ? name : `${this.#place}.${name}`;
  }

  #wrong<T>(name: string, problem: string, value: T): T {
    this.#problems.push(`${this.#named(name)}: ${problem}`);
    return value;
  }
}
