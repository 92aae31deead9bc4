/**
 * What an organisation decides itself, for its account managers. Below `/sender/api/organisations/{number}`:
 *
 * | request | answer |
 * |---|---|
 * | `GET /settings` | 200 {@link OrganisationSettingsView} |
 * | `PATCH /settings` {@link OrganisationSettingsChange} | 200 {@link OrganisationSettingsView}; 400 `FIELDS_INVALID` |
 * | `PUT /settings/logo`, a PNG or JPEG of at most 1 MB | 204; 400 `FIELDS_INVALID`; 413 `REQUEST_TOO_LARGE` |
 * | `DELETE /settings/logo` | 204 |
 *
 * Codes of field problems: `REQUIRED`, `TOO_LONG`, `NOT_PRINTABLE`, `EMAIL_INVALID`; of a logo: `LOGO_TYPE`,
 * `LOGO_TOO_MANY_PIXELS`, `LOGO_DAMAGED`.
 */
import { Type, type Static } from '@sinclair/typebox';

/** What senders are told by email. */
const NotificationChoices = Type.Object({
  statusChanges: Type.Boolean(),
  deadlines: Type.Boolean(),
  deletions: Type.Boolean(),
});

const fields = {
  name: Type.String({ maxLength: 1000 }),
  /** Signers' answers go there; '' for none. */
  senderAddress: Type.String({ maxLength: 1000 }),
  language: Type.Union([Type.Literal('nb'), Type.Literal('nn'), Type.Literal('en')]),
  /** Signed documents are kept for 20 years. */
  longTermStorage: Type.Boolean(),
  /** How long they are kept otherwise. */
  keptDays: Type.Integer({ minimum: 1, maximum: 40 }),
  notificationChoices: NotificationChoices,
  /** Link by email and code by SMS, for signers who have both. */
  codeBySms: Type.Boolean(),
};

export const OrganisationSettingsView = Type.Object({
  ...fields,
  /** Address of the logo, if there is one. */
  logo: Type.Optional(Type.String()),
});
export type OrganisationSettingsView = Static<typeof OrganisationSettingsView>;

/** What is absent stays as it is. */
export const OrganisationSettingsChange = Type.Partial(Type.Object(fields));
export type OrganisationSettingsChange = Static<typeof OrganisationSettingsChange>;
