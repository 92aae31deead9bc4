/** Users of the sender portal. */
import type { Kysely } from 'kysely';
import type { Role, User, UserChanges, UsersTransaction } from '../jobs/user-records.ts';
import { optionalNumber } from './job-rows.ts';
import type { Row, Tables } from './schema.ts';

export function usersTable(db: Kysely<Tables>): UsersTransaction {
  const users = () => db.selectFrom('sender_user').selectAll();
  return {
    insertUser: async (user) => {
      await db.insertInto('sender_user').values(toRow(user)).execute();
    },
    user: async (id) => {
      const row = await users().where('id', '=', id).executeTakeFirst();
      return row && toUser(row);
    },
    userOfPerson: async (organisation, number) => {
      const row = await users()
        .where('personal_identification_number', '=', number)
        .where('organisation', '=', organisation)
        .executeTakeFirst();
      return row && toUser(row);
    },
    usersOfPerson: async (number) => {
      const rows = await users()
        .where('personal_identification_number', '=', number)
        .orderBy('organisation')
        .execute();
      return rows.map(toUser);
    },
    usersOf: async (organisation) => {
      const rows = await users()
        .where('organisation', '=', organisation)
        .orderBy('name')
        .orderBy('id')
        .execute();
      return rows.map(toUser);
    },
    updateUser: async (id, changes) => {
      const values = changesToRow(changes);
      if (Object.keys(values).length === 0) return;
      await db.updateTable('sender_user').set(values).where('id', '=', id).execute();
    },
  };
}

function toUser(row: Row<'sender_user'>): User {
  return {
    id: row.id,
    organisation: row.organisation,
    personalIdentificationNumber: row.personal_identification_number ?? undefined,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    endsAt: optionalNumber(row.ends_at),
    deactivatedAt: optionalNumber(row.deactivated_at),
    createdAt: Number(row.created_at),
    lastLoginAt: optionalNumber(row.last_login_at),
  };
}

function toRow(user: User) {
  return {
    id: user.id,
    organisation: user.organisation,
    created_at: user.createdAt,
    ...changesToRow(user),
    name: user.name,
    email: user.email,
    role: user.role,
  };
}

function changesToRow(changes: UserChanges) {
  const { personalIdentificationNumber, endsAt, deactivatedAt, lastLoginAt } = changes;
  const { name, email, role } = changes;
  return {
    ...('personalIdentificationNumber' in changes && {
      personal_identification_number: personalIdentificationNumber ?? null,
    }),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(role !== undefined && { role }),
    ...('endsAt' in changes && { ends_at: endsAt ?? null }),
    ...('deactivatedAt' in changes && { deactivated_at: deactivatedAt ?? null }),
    ...('lastLoginAt' in changes && { last_login_at: lastLoginAt ?? null }),
  };
}
