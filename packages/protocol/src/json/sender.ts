/**
 * The sender portal's JSON API: who is logged in, and for which organisations. Everything else is below
 * `/sender/api/organisations/{number}/…`, in files of its own; all of it is described in `/openapi.json`.
 *
 * The session is the portal's (cookie `segl_portal`, over TLS `__Host-segl_portal`; see portal.ts). Requests that change something carry the header
 * `x-segl-portal: 1`. Problems are RFC 9457: 401 `SESSION_MISSING`, 403 `LEVEL_TOO_LOW` (log in at level 4), 403
 * `NOT_A_USER`, 403 `NOT_PERMITTED`, 400 `FIELDS_INVALID` with {@link FieldProblems}.
 *
 * | request | answer |
 * |---|---|
 * | `GET /sender/api/me` | 200 {@link Me} |
 */
import { Type, type Static } from '@sinclair/typebox';

export const Role = Type.Union([Type.Literal('ACCOUNT_MANAGER'), Type.Literal('DOCUMENT_PROCESSOR')]);
export type Role = Static<typeof Role>;

/** An organisation that the person may act for, and as whom. */
export const MyOrganisation = Type.Object({
  /** Nine digits. */
  number: Type.String({ pattern: '^[0-9]{9}$' }),
  name: Type.String(),
  logo: Type.Optional(Type.String()),
  sector: Type.Union([Type.Literal('public'), Type.Literal('private')]),
  /** Signers may be addressed by email or mobile. */
  contactAddressing: Type.Boolean(),
  role: Role,
  user: Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() }),
});
export type MyOrganisation = Static<typeof MyOrganisation>;

export const Me = Type.Object({
  /** Absent where the eID tells none. */
  name: Type.Optional(Type.String()),
  organisations: Type.Array(MyOrganisation),
  /** Whether the person may see the operator's view. */
  operator: Type.Boolean(),
});
export type Me = Static<typeof Me>;

/** One field that cannot stay as it is. */
export const FieldProblem = Type.Object({
  /** JSON Pointer (RFC 6901) into the request, e.g. `/signers/0/email`. */
  pointer: Type.String(),
  /** Stable; the page has a text for it. */
  code: Type.String(),
  /** In English, for programs' logs. */
  detail: Type.String(),
});
export type FieldProblem = Static<typeof FieldProblem>;

/** Extension members of `FIELDS_INVALID`. */
export const FieldProblems = Type.Object({ problems: Type.Array(FieldProblem, { minItems: 1 }) });
export type FieldProblems = Static<typeof FieldProblems>;
