/** What the store needs of a database, whichever it is. */
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

export interface Database {
  /** Locks rows with FOR UPDATE and SKIP LOCKED; false where writers take turns anyway. */
  readonly locksRows: boolean;
  /** One transaction: durable when the promise resolves, undone when it rejects. May run `work` more than once. */
  transaction<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
