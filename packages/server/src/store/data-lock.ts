/**
 * The exclusive lock on an embedded database. SQLite would let two processes share the file; this service counts on
 * being alone (its queue of writers, its task leases). The operating system gives the lock back when the process
 * dies, however it dies, because it is a file lock that SQLite holds for us.
 */
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from './errors.ts';

interface DataLock {
  release(): void;
}

/** Takes the lock of the database file at `path`. Throws `DATA_IN_USE` when another process, or this one, holds it. */
export function lockData(path: string): DataLock {
  const file = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    file.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    file.close();
    if (!isBusy(error)) throw error;
    throw new StoreError(
      'DATA_IN_USE',
      `The data in ${path} is in use by another running service. Stop that one first, or give this one another data folder.`,
      { cause: error },
    );
  }
  return {
    release: () => {
      if (file.isOpen) file.close();
    },
  };
}

/** SQLITE_BUSY is 5; its extended codes have it in the low byte. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
}
