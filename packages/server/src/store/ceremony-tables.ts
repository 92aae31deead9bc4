/** Redirect tokens, ceremony sessions, signing attempts and status query tokens. */
import type { Kysely } from 'kysely';
import type { CeremonySession, RedirectLookup, SigningAttempt, Transaction } from '../jobs/ports.ts';
import type { Row, Tables } from './schema.ts';

type Tokens = Pick<
  Transaction,
  | 'replaceRedirectToken'
  | 'useRedirectToken'
  | 'peekRedirectToken'
  | 'insertStatusQueryToken'
  | 'statusQueryTokens'
>;
type Ceremonies = Pick<
  Transaction,
  | 'insertCeremonySession'
  | 'ceremonySession'
  | 'insertSigningAttempt'
  | 'signingAttempt'
  | 'startedAttempt'
  | 'latestAttempt'
  | 'advanceAttempt'
>;

export function tokenTables(db: Kysely<Tables>): Tokens {
  const peek = async (hash: string): Promise<RedirectLookup> => {
    const row = await db.selectFrom('redirect_token').selectAll().where('hash', '=', hash).executeTakeFirst();
    if (row === undefined) return { kind: 'unknown' };
    const kind = row.used_at !== null ? 'used' : row.replaced_at !== null ? 'replaced' : 'usable';
    return { kind, jobId: row.job_id, signerId: row.signer_id };
  };
  return {
    replaceRedirectToken: async (signerId, hash, now) => {
      const { job_id } = await db
        .selectFrom('signer')
        .select('job_id')
        .where('id', '=', signerId)
        .executeTakeFirstOrThrow();
      await db
        .updateTable('redirect_token')
        .set({ replaced_at: now })
        .where('signer_id', '=', signerId)
        .where('used_at', 'is', null)
        .where('replaced_at', 'is', null)
        .execute();
      await db
        .insertInto('redirect_token')
        .values({ hash, job_id, signer_id: signerId, created_at: now })
        .execute();
    },
    useRedirectToken: async (hash, now) => {
      const used = await db
        .updateTable('redirect_token')
        .set({ used_at: now })
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('replaced_at', 'is', null)
        .returning(['job_id', 'signer_id'])
        .executeTakeFirst();
      return used === undefined
        ? peek(hash)
        : { kind: 'usable', jobId: used.job_id, signerId: used.signer_id };
    },
    peekRedirectToken: peek,
    insertStatusQueryToken: async (jobId, hash) => {
      await db
        .insertInto('status_query_token')
        .values({ job_id: jobId, hash })
        .onConflict((conflict) => conflict.columns(['job_id', 'hash']).doNothing())
        .execute();
    },
    statusQueryTokens: async (jobId) => {
      const rows = await db
        .selectFrom('status_query_token')
        .select('hash')
        .where('job_id', '=', jobId)
        .execute();
      return rows.map((row) => row.hash);
    },
  };
}

export function ceremonyTables(db: Kysely<Tables>): Ceremonies {
  const attempts = () => db.selectFrom('signing_attempt').selectAll();
  return {
    insertCeremonySession: async (session) => {
      await db
        .insertInto('ceremony_session')
        .values({
          id: session.id,
          token_hash: session.tokenHash,
          job_id: session.jobId,
          signer_id: session.signerId,
          created_at: session.createdAt,
          expires_at: session.expiresAt,
          portal_session: session.portalSession ?? null,
        })
        .execute();
    },
    ceremonySession: async (id) => {
      const row = await db.selectFrom('ceremony_session').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toSession(row);
    },
    insertSigningAttempt: async (attempt) => {
      await db.insertInto('signing_attempt').values(attemptToRow(attempt)).execute();
    },
    signingAttempt: async (id) => {
      const row = await attempts().where('id', '=', id).executeTakeFirst();
      return row && toAttempt(row);
    },
    startedAttempt: async (stateHash) => {
      const row = await attempts()
        .where('state_hash', '=', stateHash)
        .where('state', '=', 'STARTED')
        .executeTakeFirst();
      return row && toAttempt(row);
    },
    latestAttempt: async (signerId) => {
      const row = await attempts()
        .where('signer_id', '=', signerId)
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && toAttempt(row);
    },
    advanceAttempt: async (id, from, changes) => {
      const changed = await db
        .updateTable('signing_attempt')
        .set({
          state: changes.state ?? from,
          ...(changes.notice !== undefined && { notice: changes.notice }),
          ...(changes.evidence !== undefined && { evidence: changes.evidence }),
        })
        .where('id', '=', id)
        .where('state', '=', from)
        .returning('id')
        .executeTakeFirst();
      return changed !== undefined;
    },
  };
}

function toSession(row: Row<'ceremony_session'>): CeremonySession {
  return {
    id: row.id,
    tokenHash: row.token_hash,
    jobId: row.job_id,
    signerId: row.signer_id,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    ...(row.portal_session !== null && { portalSession: row.portal_session }),
  };
}

function toAttempt(row: Row<'signing_attempt'>): SigningAttempt {
  return {
    id: row.id,
    jobId: row.job_id,
    signerId: row.signer_id,
    ceremonyId: row.ceremony_id,
    intent: row.intent,
    stateHash: row.state_hash,
    codeVerifier: row.code_verifier,
    state: row.state as SigningAttempt['state'],
    notice: row.notice ?? undefined,
    evidence: row.evidence ?? undefined,
    createdAt: Number(row.created_at),
  };
}

function attemptToRow(attempt: SigningAttempt) {
  return {
    id: attempt.id,
    job_id: attempt.jobId,
    signer_id: attempt.signerId,
    ceremony_id: attempt.ceremonyId,
    intent: attempt.intent,
    state_hash: attempt.stateHash,
    code_verifier: attempt.codeVerifier,
    state: attempt.state,
    notice: attempt.notice ?? null,
    evidence: attempt.evidence ?? null,
    created_at: attempt.createdAt,
  };
}
