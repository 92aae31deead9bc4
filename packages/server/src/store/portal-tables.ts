/** How portal signers get in: links with codes, log-ins and sessions, and what waits for a person. */
import type { Kysely } from 'kysely';
import type { PortalLogin, PortalSession, PortalTransaction, SignerLink } from '../jobs/portal-records.ts';
import type { Row, Tables } from './schema.ts';

type Links = Pick<PortalTransaction, 'insertSignerLink' | 'signerLink' | 'signerLinkOf' | 'updateSignerLink'>;
type Visits = Pick<
  PortalTransaction,
  | 'insertPortalLogin'
  | 'portalLogin'
  | 'takePortalLogin'
  | 'insertPortalSession'
  | 'portalSession'
  | 'touchPortalSession'
  | 'deletePortalSession'
  | 'deletePortalSessionsOf'
  | 'deletePortalSessionsOfPerson'
  | 'moveCeremonies'
  | 'deletePortalVisitsBefore'
>;
type Places = Pick<PortalTransaction, 'waitingPlaces' | 'signedPlaces'>;

export function linkTable(db: Kysely<Tables>): Links {
  const links = () => db.selectFrom('signer_link').selectAll();
  return {
    insertSignerLink: async (link) => {
      await db
        .insertInto('signer_link')
        .values({
          signer_id: link.signerId,
          job_id: link.jobId,
          id: link.id,
          token_hash: link.tokenHash,
          code_number: link.codeNumber,
          code_hash: link.codeHash,
          wrong_codes: link.wrongCodes,
        })
        .execute();
    },
    signerLink: async (tokenHash) => {
      const row = await links().where('token_hash', '=', tokenHash).executeTakeFirst();
      return row && toLink(row);
    },
    signerLinkOf: async (signerId) => {
      const row = await links().where('signer_id', '=', signerId).executeTakeFirst();
      return row && toLink(row);
    },
    updateSignerLink: async (signerId, { codeNumber, codeHash, wrongCodes }) => {
      await db
        .updateTable('signer_link')
        .set({
          ...(codeNumber !== undefined && { code_number: codeNumber }),
          ...(codeHash !== undefined && { code_hash: codeHash }),
          ...(wrongCodes !== undefined && { wrong_codes: wrongCodes }),
        })
        .where('signer_id', '=', signerId)
        .execute();
    },
  };
}

export function visitTables(db: Kysely<Tables>): Visits {
  return {
    insertPortalLogin: async (login) => {
      await db
        .insertInto('portal_login')
        .values({
          id: login.id,
          state_hash: login.stateHash,
          nonce: login.nonce,
          code_verifier: login.codeVerifier,
          level: login.level,
          purpose: login.purpose,
          room: login.room,
          created_at: login.createdAt,
        })
        .execute();
    },
    portalLogin: async (id) => {
      const row = await db.selectFrom('portal_login').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toLogin(row);
    },
    takePortalLogin: async (id) => {
      const taken = await db
        .deleteFrom('portal_login')
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      return taken !== undefined;
    },
    insertPortalSession: async (session) => {
      await db
        .insertInto('portal_session')
        .values({
          token_hash: session.tokenHash,
          personal_identification_number: session.personalIdentificationNumber,
          name: session.name ?? null,
          level: session.level,
          id_token: session.idToken,
          provider_session: session.providerSession ?? null,
          created_at: session.createdAt,
          last_used_at: session.lastUsedAt,
        })
        .execute();
    },
    portalSession: async (tokenHash) => {
      const row = await db
        .selectFrom('portal_session')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row && toSession(row);
    },
    touchPortalSession: async (tokenHash, at) => {
      await db
        .updateTable('portal_session')
        .set({ last_used_at: at })
        .where('token_hash', '=', tokenHash)
        .execute();
    },
    deletePortalSession: async (tokenHash) => {
      await db.deleteFrom('ceremony_session').where('portal_session', '=', tokenHash).execute();
      await db.deleteFrom('portal_session').where('token_hash', '=', tokenHash).execute();
    },
    deletePortalSessionsOf: (providerSession) => endSessions(db, 'provider_session', providerSession),
    deletePortalSessionsOfPerson: (number) => endSessions(db, 'personal_identification_number', number),
    moveCeremonies: async (from, to) => {
      await db
        .updateTable('ceremony_session')
        .set({ portal_session: to })
        .where('portal_session', '=', from)
        .execute();
    },
    deletePortalVisitsBefore: async ({ login, session }) => {
      await db.deleteFrom('portal_login').where('created_at', '<', BigInt(login)).execute();
      await db.deleteFrom('portal_session').where('last_used_at', '<', BigInt(session)).execute();
    },
  };
}

async function endSessions(
  db: Kysely<Tables>,
  column: 'provider_session' | 'personal_identification_number',
  value: string,
): Promise<void> {
  const ended = db.selectFrom('portal_session').select('token_hash').where(column, '=', value);
  await db.deleteFrom('ceremony_session').where('portal_session', 'in', ended).execute();
  await db.deleteFrom('portal_session').where(column, '=', value).execute();
}

export function placesQueries(db: Kysely<Tables>): Places {
  const placesOf = (number: string) =>
    db
      .selectFrom('signer')
      .innerJoin('job', 'job.id', 'signer.job_id')
      .select(['job.id as jobId', 'signer.id as signerId'])
      .where('signer.address_kind', '=', 'personal-identification-number')
      .where('signer.address_value', '=', number)
      .where('job.flow', '=', 'portal');
  return {
    waitingPlaces: (number, limit) =>
      placesOf(number)
        .where('signer.status', '=', 'WAITING')
        .where('job.status', '=', 'IN_PROGRESS')
        .orderBy('job.expires_at')
        .orderBy('job.id')
        .limit(limit)
        .execute(),
    signedPlaces: (number, since, limit) =>
      placesOf(number)
        .where('signer.status', '=', 'SIGNED')
        .where('signer.since', '>=', BigInt(since))
        .orderBy('signer.since', 'desc')
        .orderBy('job.id', 'desc')
        .limit(limit)
        .execute(),
  };
}

function toLink(row: Row<'signer_link'>): SignerLink {
  return {
    signerId: row.signer_id,
    jobId: row.job_id,
    id: row.id,
    tokenHash: row.token_hash,
    codeNumber: Number(row.code_number),
    codeHash: row.code_hash,
    wrongCodes: Number(row.wrong_codes),
  };
}

function toLogin(row: Row<'portal_login'>): PortalLogin {
  return {
    id: row.id,
    stateHash: row.state_hash,
    nonce: row.nonce,
    codeVerifier: row.code_verifier,
    level: row.level === 3n ? 3 : 4,
    purpose: row.purpose as PortalLogin['purpose'],
    room: row.room as PortalLogin['room'],
    createdAt: Number(row.created_at),
  };
}

function toSession(row: Row<'portal_session'>): PortalSession {
  return {
    tokenHash: row.token_hash,
    personalIdentificationNumber: row.personal_identification_number,
    name: row.name ?? undefined,
    level: row.level === 3n ? 3 : 4,
    idToken: row.id_token,
    providerSession: row.provider_session ?? undefined,
    createdAt: Number(row.created_at),
    lastUsedAt: Number(row.last_used_at),
  };
}
