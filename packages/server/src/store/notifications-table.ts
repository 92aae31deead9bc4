/** Notifications to signers; each has a task of its own, queued with it. */
import type { Kysely } from 'kysely';
import type { Notification, NotificationChannel, PortalTransaction } from '../jobs/portal-records.ts';
import type { TaskKind } from '../jobs/ports.ts';
import type { Row, Tables } from './schema.ts';
import { taskTable } from './task-queue.ts';

type Part = Pick<
  PortalTransaction,
  'insertNotification' | 'notification' | 'notificationsOf' | 'sentNotification' | 'updateNotification'
>;

const taskOf: Readonly<Record<NotificationChannel, TaskKind>> = { email: 'notify-email', sms: 'notify-sms' };

export function notificationsTable(db: Kysely<Tables>): Part {
  const all = () => db.selectFrom('notification').selectAll();
  return {
    insertNotification: async ({ jobId, signerId, kind, channel, dueAt, reference }) => {
      const { id } = await db
        .insertInto('notification')
        .values({
          job_id: jobId,
          signer_id: signerId,
          kind,
          channel,
          due_at: dueAt,
          reference,
          state: 'PLANNED',
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await taskTable(db).enqueueTask({ kind: taskOf[channel], key: id.toString(), jobId, dueAt });
      return id;
    },
    notification: async (id) => {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toNotification(row);
    },
    notificationsOf: async (signerId) => {
      const rows = await all().where('signer_id', '=', signerId).orderBy('due_at').orderBy('id').execute();
      return rows.map(toNotification);
    },
    sentNotification: async (by) => {
      const row = await (
        'reference' in by
          ? all().where('reference', '=', by.reference)
          : all().where('gateway_reference', '=', by.gatewayReference)
      )
        .where('state', '=', 'SENT')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toNotification(row);
    },
    updateNotification: async (id, { state, sentAt, gatewayReference, failure }) => {
      await db
        .updateTable('notification')
        .set({
          ...(state !== undefined && { state }),
          ...(sentAt !== undefined && { sent_at: sentAt }),
          ...(gatewayReference !== undefined && { gateway_reference: gatewayReference }),
          ...(failure !== undefined && { failure }),
        })
        .where('id', '=', id)
        .execute();
    },
  };
}

function toNotification(row: Row<'notification'>): Notification {
  return {
    id: row.id,
    jobId: row.job_id,
    signerId: row.signer_id,
    kind: row.kind as Notification['kind'],
    channel: row.channel as Notification['channel'],
    dueAt: Number(row.due_at),
    reference: row.reference,
    state: row.state as Notification['state'],
    sentAt: row.sent_at === null ? undefined : Number(row.sent_at),
    gatewayReference: row.gateway_reference ?? undefined,
    failure: row.failure ?? undefined,
  };
}
