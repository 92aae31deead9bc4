/**
 * The operator's view, for whoever runs the service: by the session of a person that the configuration names, or by
 * `authorization: Bearer` with the token of `operator.json` in the data folder (`segl org`, `segl tasks`, `segl health`).
 *
 * | request | answer |
 * |---|---|
 * | `GET /sender/api/operator/organisations` | 200 {@link OperatedOrganisations} |
 * | `POST /sender/api/operator/organisations` {@link NewOrganisation} | 201 {@link OperatedOrganisation}; 400 `FIELDS_INVALID` |
 * | `PATCH /sender/api/operator/organisations/{number}` {@link OrganisationRightsChange} | 200 {@link OperatedOrganisation} |
 * | `POST …/{number}/managers` {@link NewManager} | 204 |
 * | `POST …/{number}/deactivate`, `…/reactivate` | 200 {@link OperatedOrganisation} |
 * | `GET /sender/api/operator/tasks` | 200 {@link StuckTasks} |
 * | `POST /sender/api/operator/tasks/retry` {@link RetryRequest} | 200 {@link RetryAnswer} |
 * | `GET /sender/api/operator/health` | 200 {@link Health}: asks the outside world now |
 */
import { Type, type Static } from '@sinclair/typebox';

const sector = Type.Union([Type.Literal('public'), Type.Literal('private')]);

export const OperatedOrganisation = Type.Object({
  number: Type.String(),
  name: Type.String(),
  sector,
  apiAccess: Type.Boolean(),
  contactAddressing: Type.Boolean(),
  /** Active account managers. */
  managers: Type.Integer(),
  deactivatedAt: Type.Optional(Type.String()),
});
export type OperatedOrganisation = Static<typeof OperatedOrganisation>;

export const OperatedOrganisations = Type.Object({ items: Type.Array(OperatedOrganisation) });
export type OperatedOrganisations = Static<typeof OperatedOrganisations>;

export const NewOrganisation = Type.Object({
  number: Type.String({ maxLength: 20 }),
  name: Type.String({ maxLength: 200 }),
  sector,
  apiAccess: Type.Boolean(),
  contactAddressing: Type.Boolean(),
});
export type NewOrganisation = Static<typeof NewOrganisation>;

export const OrganisationRightsChange = Type.Partial(
  Type.Object({ sector, apiAccess: Type.Boolean(), contactAddressing: Type.Boolean() }),
);
export type OrganisationRightsChange = Static<typeof OrganisationRightsChange>;

export const NewManager = Type.Object({
  personalIdentificationNumber: Type.String({ maxLength: 20 }),
  name: Type.String({ maxLength: 200 }),
  email: Type.String({ maxLength: 254 }),
});
export type NewManager = Static<typeof NewManager>;

export const StuckTask = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  /** Absent for tasks of no job. */
  job: Type.Optional(Type.String()),
  attempts: Type.Integer(),
  reason: Type.String(),
  /** When it is tried again by itself. */
  dueAt: Type.String(),
});
export type StuckTask = Static<typeof StuckTask>;

export const StuckTasks = Type.Object({ items: Type.Array(StuckTask) });
export type StuckTasks = Static<typeof StuckTasks>;

/** One task, all of a kind, or all. */
export const RetryRequest = Type.Object({
  id: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
  kind: Type.Optional(Type.String({ maxLength: 50 })),
});
export type RetryRequest = Static<typeof RetryRequest>;

export const RetryAnswer = Type.Object({ retried: Type.Integer() });
export type RetryAnswer = Static<typeof RetryAnswer>;

export const HealthOfPart = Type.Object({
  part: Type.Union([
    Type.Literal('database'),
    Type.Literal('documents'),
    Type.Literal('timestamps'),
    Type.Literal('eid'),
    Type.Literal('mail'),
  ]),
  state: Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Literal('unused')]),
  /** Why it is down. */
  reason: Type.Optional(Type.String()),
  /** How long the answer took. */
  milliseconds: Type.Optional(Type.Integer()),
});
export type HealthOfPart = Static<typeof HealthOfPart>;

export const Health = Type.Object({
  parts: Type.Array(HealthOfPart),
  versions: Type.Object({ segl: Type.String(), node: Type.String(), database: Type.String() }),
});
export type Health = Static<typeof Health>;
