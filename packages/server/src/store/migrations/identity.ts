/** The one thing the two databases spell differently: a 64-bit key that the database counts up itself. */
import { PostgresAdapter, type CreateTableBuilder, type Kysely } from 'kysely';

/** Adds the primary key `column`. Numbers are never used again, also after a row was deleted. */
export function identity<T extends string>(
  db: Kysely<unknown>,
  table: CreateTableBuilder<T>,
  column: string,
): CreateTableBuilder<T> {
  const onPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  const keyed = onPostgres
    ? table.addColumn(column, 'bigint', (c) => c.generatedByDefaultAsIdentity().primaryKey())
    : table.addColumn(column, 'integer', (c) => c.primaryKey().autoIncrement());
  return keyed;
}
