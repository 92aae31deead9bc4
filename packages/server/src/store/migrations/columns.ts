/** The few kinds of columns there are. */
import type { CreateTableBuilder } from 'kysely';

/** A table whose every column is NOT NULL unless `nullable` names it; `text` and 64-bit integers only. */
export function columns<T extends string>(
  builder: CreateTableBuilder<T>,
  spec: { text?: string[]; integers?: string[]; nullableText?: string[]; nullableIntegers?: string[] },
): CreateTableBuilder<T, string> {
  let table = builder as CreateTableBuilder<T, string>;
  for (const name of spec.text ?? []) table = table.addColumn(name, 'text', (c) => c.notNull());
  for (const name of spec.integers ?? []) table = table.addColumn(name, 'bigint', (c) => c.notNull());
  for (const name of spec.nullableText ?? []) table = table.addColumn(name, 'text');
  for (const name of spec.nullableIntegers ?? []) table = table.addColumn(name, 'bigint');
  return table;
}
