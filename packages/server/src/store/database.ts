/** What the store needs of a database, whichever it is. */
import type { Expression, Kysely, SqlBool } from 'kysely';
import type { Tables } from './schema.ts';

export interface Database {
  /** Locks rows with FOR UPDATE and SKIP LOCKED; false where writers take turns anyway. */
  readonly locksRows: boolean;
  /** One transaction: durable when the promise resolves, undone when it rejects. May run `work` more than once. */
  transaction<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /**
   * Statements that need no transaction around them: each by itself, seeing what was committed before it. For reading,
   * and for what may be lost when the power fails: the promise may resolve before what was written is on the disk. May run `work` more than once.
   */
  statements<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Always true. A statement of `statements` that has it among its conditions does not wait for the disk. */
  readonly unflushed: Expression<SqlBool>;
  close(): Promise<void>;
}
