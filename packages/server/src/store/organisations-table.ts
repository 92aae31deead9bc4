/** Organisations and the brokers they let send for them. */
import type { Kysely } from 'kysely';
import type { Language, NotificationChoices, Organisation, Sector } from '../jobs/model.ts';
import type { Transaction } from '../jobs/ports.ts';
import type { Row, Tables } from './schema.ts';

type Part = Pick<
  Transaction,
  'organisation' | 'organisations' | 'mayBrokerFor' | 'putOrganisation' | 'addOrganisation' | 'allowBroker'
>;

export function organisationsTable(db: Kysely<Tables>): Part {
  return {
    organisation: async (number) => {
      const row = await db
        .selectFrom('organisation')
        .selectAll()
        .where('number', '=', number)
        .executeTakeFirst();
      return row && toOrganisation(row);
    },
    organisations: async () => {
      const rows = await db
        .selectFrom('organisation')
        .selectAll()
        .orderBy('name')
        .orderBy('number')
        .execute();
      return rows.map(toOrganisation);
    },
    mayBrokerFor: async (broker, sender) => {
      const row = await db
        .selectFrom('broker')
        .select('broker')
        .where('broker', '=', broker)
        .where('sender', '=', sender)
        .executeTakeFirst();
      return row !== undefined;
    },
    putOrganisation: async (organisation) => {
      const { number, ...rest } = toRow(organisation);
      await db
        .insertInto('organisation')
        .values({ number, ...rest })
        .onConflict((conflict) => conflict.column('number').doUpdateSet(rest))
        .execute();
    },
    addOrganisation: async (organisation) => {
      const added = await db
        .insertInto('organisation')
        .values(toRow(organisation))
        .onConflict((conflict) => conflict.column('number').doNothing())
        .returning('number')
        .executeTakeFirst();
      return added !== undefined;
    },
    allowBroker: async (broker, sender) => {
      await db
        .insertInto('broker')
        .values({ broker, sender })
        .onConflict((conflict) => conflict.columns(['broker', 'sender']).doNothing())
        .execute();
    },
  };
}

function toOrganisation(row: Row<'organisation'>): Organisation {
  return {
    number: row.number,
    name: row.name,
    sector: row.sector as Sector,
    apiAccess: row.api_access === 1n,
    contactAddressing: row.contact_addressing === 1n,
    codeBySms: row.code_by_sms === 1n,
    ...(row.logo_sha256 !== null && { logoSha256: row.logo_sha256 }),
    ...(row.sender_address !== null && { senderAddress: row.sender_address }),
    language: row.language as Language,
    longTermStorage: row.long_term_storage === 1n,
    keptDays: Number(row.kept_days),
    notificationChoices: JSON.parse(row.notification_choices) as NotificationChoices,
    registeredCertificatesOnly: row.registered_certificates_only === 1n,
    ...(row.deactivated_at !== null && { deactivatedAt: Number(row.deactivated_at) }),
  };
}

function toRow(organisation: Organisation) {
  return {
    number: organisation.number,
    name: organisation.name,
    sector: organisation.sector,
    api_access: organisation.apiAccess ? 1 : 0,
    contact_addressing: organisation.contactAddressing ? 1 : 0,
    code_by_sms: organisation.codeBySms ? 1 : 0,
    logo_sha256: organisation.logoSha256 ?? null,
    sender_address: organisation.senderAddress ?? null,
    language: organisation.language,
    long_term_storage: organisation.longTermStorage ? 1 : 0,
    kept_days: organisation.keptDays,
    notification_choices: JSON.stringify(organisation.notificationChoices),
    deactivated_at: organisation.deactivatedAt ?? null,
    registered_certificates_only: organisation.registeredCertificatesOnly ? 1 : 0,
  };
}
