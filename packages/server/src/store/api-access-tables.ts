/** Client certificates, brokers, waiting queues and refused requests of an organisation. */
import type { Kysely } from 'kysely';
import type { ApiAccessTransaction, ClientCertificate } from '../jobs/api-access-records.ts';
import type { Flow } from '../jobs/model.ts';
import { optionalNumber } from './job-rows.ts';
import type { Row, Tables } from './schema.ts';

const errorsKept = 100;

export function apiAccessTables(db: Kysely<Tables>): ApiAccessTransaction {
  const certificates = () => db.selectFrom('client_certificate').selectAll();
  return {
    clientCertificate: async (organisation, sha256) => {
      const row = await certificates()
        .where('organisation', '=', organisation)
        .where('sha256', '=', sha256)
        .executeTakeFirst();
      return row && toCertificate(row);
    },
    clientCertificates: async (organisation) => {
      const rows = await certificates()
        .where('organisation', '=', organisation)
        .orderBy('seen_at', 'desc')
        .orderBy('sha256')
        .limit(200)
        .execute();
      return rows.map(toCertificate);
    },
    noteCertificateUse: async (certificate) => {
      const row = toRow(certificate);
      await db
        .insertInto('client_certificate')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['organisation', 'sha256']).doUpdateSet({ last_used_at: row.last_used_at }),
        )
        .execute();
    },
    putClientCertificate: async (certificate) => {
      const { organisation, sha256, ...rest } = toRow(certificate);
      await db
        .insertInto('client_certificate')
        .values({ organisation, sha256, ...rest })
        .onConflict((conflict) => conflict.columns(['organisation', 'sha256']).doUpdateSet(rest))
        .execute();
    },
    brokersOf: async (sender) => {
      const rows = await db
        .selectFrom('broker')
        .select('broker')
        .where('sender', '=', sender)
        .orderBy('broker')
        .execute();
      return rows.map(({ broker }) => broker);
    },
    forbidBroker: async (broker, sender) => {
      await db.deleteFrom('broker').where('broker', '=', broker).where('sender', '=', sender).execute();
    },
    ...queuesAndErrors(db),
  };
}

function queuesAndErrors(
  db: Kysely<Tables>,
): Pick<ApiAccessTransaction, 'waitingQueues' | 'appendApiError' | 'apiErrors'> {
  const latest = (organisation: string) =>
    db.selectFrom('api_error').where('organisation', '=', organisation).orderBy('sequence', 'desc');
  return {
    waitingQueues: async (sender) => {
      const rows = await db
        .selectFrom('status_change')
        .select((select) => [
          'flow',
          'queue',
          select.fn.countAll<bigint>().as('waiting'),
          select.fn.min('created_at').as('oldest_at'),
        ])
        .where('sender', '=', sender)
        .where('confirmed_at', 'is', null)
        .groupBy(['flow', 'queue'])
        .orderBy('flow')
        .orderBy('queue')
        .execute();
      return rows.map((row) => ({
        flow: row.flow as Flow,
        name: row.queue,
        waiting: Number(row.waiting),
        oldestAt: Number(row.oldest_at),
      }));
    },
    appendApiError: async (organisation, { at, method, route, status, code, detail }) => {
      await db
        .insertInto('api_error')
        .values({ organisation, at, method, route, status, code, detail })
        .execute();
      const tooOld = await latest(organisation)
        .select('sequence')
        .offset(errorsKept)
        .limit(1)
        .executeTakeFirst();
      if (tooOld === undefined) return;
      await db
        .deleteFrom('api_error')
        .where('organisation', '=', organisation)
        .where('sequence', '<=', tooOld.sequence)
        .execute();
    },
    apiErrors: async (organisation) => {
      const rows = await latest(organisation).selectAll().limit(errorsKept).execute();
      return rows.map(({ at, method, route, status, code, detail }) => ({
        ...{ at: Number(at), status: Number(status) },
        ...{ method, route, code, detail },
      }));
    },
  };
}

function toCertificate(row: Row<'client_certificate'>): ClientCertificate {
  const { organisation, sha256, subject, issuer } = row;
  return {
    ...{ organisation, sha256, subject, issuer },
    serialNumber: row.serial_number,
    notBefore: Number(row.not_before),
    notAfter: Number(row.not_after),
    seenAt: Number(row.seen_at),
    lastUsedAt: optionalNumber(row.last_used_at),
    registeredAt: optionalNumber(row.registered_at),
    revokedAt: optionalNumber(row.revoked_at),
  };
}

function toRow(certificate: ClientCertificate) {
  const { organisation, sha256, subject, issuer } = certificate;
  return {
    ...{ organisation, sha256, subject, issuer },
    serial_number: certificate.serialNumber,
    not_before: certificate.notBefore,
    not_after: certificate.notAfter,
    seen_at: certificate.seenAt,
    last_used_at: certificate.lastUsedAt ?? null,
    registered_at: certificate.registeredAt ?? null,
    revoked_at: certificate.revokedAt ?? null,
  };
}
