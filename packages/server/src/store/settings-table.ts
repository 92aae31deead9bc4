/** Small named values of the installation. */
import type { Kysely } from 'kysely';
import type { Transaction } from '../jobs/ports.ts';
import type { Tables } from './schema.ts';

export function settingsTable(db: Kysely<Tables>): Pick<Transaction, 'setting' | 'putSetting'> {
  return {
    setting: async (name) => {
      const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value;
    },
    putSetting: async (name, value) => {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
