/** The log of changes to an organisation, and its lock. */
import type { Kysely } from 'kysely';
import type { OrganisationEvent, OrganisationRecordsTransaction } from '../jobs/organisation-records.ts';
import { organisationsTable } from './organisations-table.ts';
import type { Tables } from './schema.ts';

export function organisationRecords(db: Kysely<Tables>, locksRows: boolean): OrganisationRecordsTransaction {
  return {
    lockOrganisation: async (number) => {
      // Not FOR UPDATE: that would hold up the jobs that refer to it.
      if (locksRows) {
        await db
          .selectFrom('organisation')
          .select('number')
          .where('number', '=', number)
          .forNoKeyUpdate()
          .execute();
      }
      return organisationsTable(db).organisation(number);
    },
    appendOrganisationEvent: async (organisation, { at, kind, by, data }) => {
      await db
        .insertInto('organisation_event')
        .values({ organisation, at, kind, by_user: by ?? null, data: JSON.stringify(data) })
        .execute();
    },
    organisationEvents: async (organisation, limit, before) => {
      let events = db.selectFrom('organisation_event').selectAll().where('organisation', '=', organisation);
      if (before !== undefined) events = events.where('sequence', '<', before);
      const rows = await events.orderBy('sequence', 'desc').limit(limit).execute();
      return rows.map((row) => ({
        sequence: row.sequence,
        at: Number(row.at),
        kind: row.kind,
        by: row.by_user ?? undefined,
        data: JSON.parse(row.data) as OrganisationEvent['data'],
      }));
    },
  };
}
