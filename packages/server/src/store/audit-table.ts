/** The audit trail of a job: appended to, never changed. */
import type { Kysely } from 'kysely';
import { auditHash, noEventYet } from '../jobs/audit.ts';
import type { AuditEvent, Transaction } from '../jobs/ports.ts';
import type { Tables } from './schema.ts';

export function auditTable(
  db: Kysely<Tables>,
  locksRows: boolean,
): Pick<Transaction, 'appendAudit' | 'auditTrail'> {
  return {
    appendAudit: async (jobId, event) => {
      // Two appends to one job take turns, so that the chain has one end.
      if (locksRows) await db.selectFrom('job').select('id').where('id', '=', jobId).forUpdate().execute();
      const last = await db
        .selectFrom('audit_event')
        .select(['sequence', 'hash'])
        .where('job_id', '=', jobId)
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      const sequence = Number(last?.sequence ?? 0n) + 1;
      const hash = auditHash(last?.hash ?? noEventYet, jobId, { ...event, sequence });
      await db
        .insertInto('audit_event')
        .values({
          job_id: jobId,
          sequence,
          at: event.at,
          kind: event.kind,
          data: JSON.stringify(event.data),
          hash,
        })
        .execute();
    },
    auditTrail: async (jobId) => {
      const rows = await db
        .selectFrom('audit_event')
        .selectAll()
        .where('job_id', '=', jobId)
        .orderBy('sequence')
        .execute();
      return rows.map((row) => ({
        sequence: Number(row.sequence),
        at: Number(row.at),
        kind: row.kind,
        data: JSON.parse(row.data) as AuditEvent['data'],
        hash: row.hash,
      }));
    },
  };
}
