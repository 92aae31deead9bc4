/** PostgreSQL parses and plans a statement once for each connection, instead of each time it is run. */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** More than the service has different statements; a bound, because lists make statements of many lengths. */
const mostPrepared = 500;

/** `feature_not_supported`: what PostgreSQL says of a prepared statement whose table was changed meanwhile. */
export const TABLE_CHANGED = '0A000';

/** The same pool, whose connections prepare what has parameters. */
export function preparingPool(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const preparing = clients.get(client) ?? preparingClient(client);
      clients.set(client, preparing);
      return preparing;
    },
    end: () => pool.end(),
  };
}

function preparingClient(client: pg.PoolClient): PostgresPoolClient {
  const name = statementNames();
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query({ text, values: [...values], name: values.length > 0 ? name.of(text) : '' });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === TABLE_CHANGED) name.renew();
      throw error;
    }
  };
  // kysely's type also has cursors, which nothing here asks for.
  return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
}

function statementNames(): { of(text: string): string; renew(): void } {
  let names = new Map<string, string>();
  let generation = 1;
  return {
    /** '' is not kept by the server. */
    of: (text) => {
      const known = names.get(text);
      if (known !== undefined || names.size >= mostPrepared) return known ?? '';
      const made = `s${generation}.${names.size}`;
      names.set(text, made);
      return made;
    },
    renew: () => {
      names = new Map();
      generation += 1;
    },
  };
}
