/** The official schemas and example messages, which stand outside the repository and may be absent. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileSchema, parseXml, validateXml, type XmlSchema } from '@segl/formats/xml';

const FOLDER = join(import.meta.dirname, '../../../../shared/reference');

/** Undefined, and said aloud, where they are absent. */
export function findReference():
  { schema: XmlSchema; examples: readonly [name: string, bytes: Buffer][] } | undefined {
  if (!existsSync(FOLDER)) {
    process.stderr.write('SKIPPED agreement with the official schemas: ../shared/reference is not there\n');
    return undefined;
  }
  const schemas = ['direct-and-portal', 'direct', 'direct-legacy', 'portal', 'portal-legacy', 'common'];
  const texts = schemas.map((name) => [
    `${name}.xsd`,
    readFileSync(join(FOLDER, 'xsd', `${name}.xsd`), 'utf8'),
  ]);
  const examples = ['direct', 'portal'].flatMap((flow) => xmlFiles(join(FOLDER, 'examples', flow)));
  return {
    schema: compileSchema(Object.fromEntries(texts) as Record<string, string>, 'direct-and-portal.xsd'),
    examples: examples.map((path) => [relative(join(FOLDER, 'examples'), path), readFileSync(path)]),
  };
}

function xmlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .map((name) => join(folder, name))
    .sort();
}

export function isValid(bytes: Uint8Array, schema: XmlSchema): boolean {
  using document = parseXml(bytes);
  return validateXml(document, schema).length === 0;
}
