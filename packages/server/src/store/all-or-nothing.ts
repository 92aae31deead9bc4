/**
 * A transaction in which a statement failed is lost, even when its work carries on. PostgreSQL has it so; SQLite would
 * undo that one statement and commit the rest.
 */
import type { Transaction } from '../jobs/ports.ts';

type Method = (...given: never[]) => Promise<unknown>;

/** Runs `work` on `tx`; once one of its calls has failed so do all later ones, and the whole, with the same error. */
export async function allOrNothing<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  let failure: { readonly reason: unknown } | undefined;
  const failIfFailed = (): void => {
    if (failure !== undefined) throw failure.reason;
  };
  const guarded =
    (method: Method) =>
    async (...given: never[]): Promise<unknown> => {
      failIfFailed();
      try {
        return await method(...given);
      } catch (reason) {
        failure ??= { reason };
        throw reason;
      }
    };
  const methods = Object.entries(tx).map(([name, method]) => [name, guarded(method as Method)]);
  const result = await work(Object.fromEntries(methods) as Transaction);
  failIfFailed();
  return result;
}
