/**
 * The users of an organisation, for its account managers. Below `/sender/api/organisations/{number}`:
 *
 * | request | answer |
 * |---|---|
 * | `GET /users` | 200 {@link OrganisationUsers} |
 * | `POST /users` {@link NewUser} | 201 {@link OrganisationUser}, who is sent an email; 400 `FIELDS_INVALID` |
 * | `PATCH /users/{id}` {@link UserChange} | 200 {@link OrganisationUser}; 400 `FIELDS_INVALID`; 409 `LAST_ACCOUNT_MANAGER` |
 * | `POST /users/{id}/deactivate`, `/reactivate` | 200 {@link OrganisationUser}; 409 `LAST_ACCOUNT_MANAGER` |
 * | `POST /users/{id}/invite` | 204: the email is sent again; 409 `NOT_NOW` |
 * | `GET /log?after=…` | 200 {@link OrganisationLog} |
 *
 * Codes of field problems: `REQUIRED`, `TOO_LONG`, `NUMBER_INVALID`, `ALREADY_USER`, `EMAIL_INVALID`, `DATE_INVALID`,
 * `DATE_PAST`.
 */
import { Type, type Static } from '@sinclair/typebox';
import { Role } from './sender.ts';

/** `INVITED`: has never logged in. `ENDED`: the last day is over. */
export const UserState = Type.Union([
  Type.Literal('INVITED'),
  Type.Literal('ACTIVE'),
  Type.Literal('ENDED'),
  Type.Literal('DEACTIVATED'),
]);
export type UserState = Static<typeof UserState>;

export const OrganisationUser = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: Role,
  /** The first six digits; the others are stars. */
  personalIdentificationNumber: Type.String(),
  state: UserState,
  /** `YYYY-MM-DD`, in Norway: the last day with access. */
  lastDay: Type.Optional(Type.String()),
  /** ISO 8601, as all times here. */
  createdAt: Type.String(),
  lastLoginAt: Type.Optional(Type.String()),
  /** Whether it is the person who asks. */
  you: Type.Boolean(),
});
export type OrganisationUser = Static<typeof OrganisationUser>;

/** By name. */
export const OrganisationUsers = Type.Object({ items: Type.Array(OrganisationUser) });
export type OrganisationUsers = Static<typeof OrganisationUsers>;

const fields = {
  name: Type.String({ maxLength: 1000 }),
  email: Type.String({ maxLength: 1000 }),
  role: Role,
  /** `YYYY-MM-DD`, in Norway: the last day with access; '' for no end. */
  lastDay: Type.String({ maxLength: 10 }),
};

export const NewUser = Type.Object({
  ...fields,
  /** Eleven digits; the eID proves who comes. */
  personalIdentificationNumber: Type.String({ maxLength: 100 }),
  lastDay: Type.Optional(fields.lastDay),
});
export type NewUser = Static<typeof NewUser>;

/** What is absent stays as it is. */
export const UserChange = Type.Partial(Type.Object(fields));
export type UserChange = Static<typeof UserChange>;

export const OrganisationLogEntry = Type.Object({
  id: Type.String(),
  at: Type.String(),
  /** `USER_ADDED`, `USER_CHANGED`, …; a page says others as they are. */
  kind: Type.String(),
  /** Name of the user who did it; absent for the service itself. */
  by: Type.Optional(Type.String()),
  /** Name of the user it was done to. */
  user: Type.Optional(Type.String()),
  data: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
});
export type OrganisationLogEntry = Static<typeof OrganisationLogEntry>;

/** Latest first. */
export const OrganisationLog = Type.Object({
  items: Type.Array(OrganisationLogEntry),
  /** For `after`, when there are more. */
  next: Type.Optional(Type.String()),
});
export type OrganisationLog = Static<typeof OrganisationLog>;
