/**
 * The signature portal's JSON API, between the signer's browser and the service: log in, inbox, open a job.
 *
 * The session cookie `segl_portal` (over TLS `__Host-segl_portal`) is HttpOnly. Requests that change something are POSTs with
 * `content-type: application/json` and the header `x-segl-portal: 1`. The person's national identity number is never
 * sent to the page.
 *
 * | request | answer |
 * |---|---|
 * | `GET /portal/api/session` | 200 {@link PortalSession} |
 * | `POST /portal/api/login` {@link LoginRequest} | 200 {@link PortalLocation}: leave for the eID |
 * | `POST /portal/api/logout` `{}` | 200 {@link LogoutAnswer}: leave for the eID's log-out, or `/portal/logged-out`; also when nobody is logged in |
 * | `POST /portal/api/logout-everywhere` `{}` | 200 {@link LogoutAnswer}, as above, and on all other devices; 401 `SESSION_MISSING` |
 * | `GET /portal/api/inbox` | 200 {@link Inbox}; 401 `SESSION_MISSING` |
 * | `POST /portal/api/jobs/{id}/open` `{}` | 200 {@link PortalLocation}: `/ceremony/{ceremonyId}`; 401 `SESSION_MISSING`, 403 `LEVEL_TOO_LOW`, 404 `JOB_NOT_FOUND`, 409 `JOB_ENDED`, `SIGNER_ALREADY_ACTED` |
 *
 * Problems are {@link ProblemDetails} of the ceremony's API.
 */
import { Type, type Static } from '@sinclair/typebox';
import { PageLanguage } from './ceremony.ts';

export const AuthenticationLevel = Type.Union([Type.Literal(3), Type.Literal(4)]);
export type AuthenticationLevel = Static<typeof AuthenticationLevel>;

/** Why the last try to log in did not give what was asked for. */
export const PortalNotice = Type.Union([
  Type.Literal('EID_CANCELLED'),
  Type.Literal('EID_FAILED'),
  Type.Literal('LOGIN_EXPIRED'),
  /** Level 4 was asked for; the eID gave level 3. */
  Type.Literal('LEVEL_TOO_LOW'),
]);
export type PortalNotice = Static<typeof PortalNotice>;

const everySession = {
  /** Also for one who stays logged in at level 3. */
  notice: Type.Optional(PortalNotice),
  /** The eID's name as people know it. */
  eidName: Type.String(),
  /** True in the sandbox: every page says that it is a test. */
  test: Type.Boolean(),
};

export const PortalSession = Type.Union([
  Type.Object({ authenticated: Type.Literal(false), ...everySession }),
  Type.Object({
    authenticated: Type.Literal(true),
    /** Absent where the eID tells none. */
    name: Type.Optional(Type.String()),
    level: AuthenticationLevel,
    /** When the session ends if nothing more is done; asking for the inbox moves it, asking for this does not. ISO 8601. */
    endsAt: Type.String(),
    /** The service's time of this answer, which `endsAt` counts from. Absent: the browser's. ISO 8601 with offset. */
    now: Type.Optional(Type.String()),
    ...everySession,
  }),
]);
export type PortalSession = Static<typeof PortalSession>;

export const LoginRequest = Type.Object({
  /** The level to ask the eID for. */
  level: AuthenticationLevel,
  /** The language of the page, for the eID's pages too. */
  language: PageLanguage,
  /** Where to go afterwards; absent: the signer portal. */
  room: Type.Optional(Type.Union([Type.Literal('signer'), Type.Literal('sender')])),
});
export type LoginRequest = Static<typeof LoginRequest>;

/** Where the browser goes next. */
export const PortalLocation = Type.Object({ location: Type.String() });
export type PortalLocation = Static<typeof PortalLocation>;

/** `fields`, where present, are posted to `location` as a form: they hold what must not stand in an address. */
export const LogoutAnswer = Type.Object({
  location: Type.String(),
  fields: Type.Optional(Type.Record(Type.String(), Type.String())),
});
export type LogoutAnswer = Static<typeof LogoutAnswer>;

export const PortalSender = Type.Object({ name: Type.String(), logo: Type.Optional(Type.String()) });
export type PortalSender = Static<typeof PortalSender>;

export const WaitingJob = Type.Object({
  id: Type.String(),
  /** Absent: the job is for level 4 only and has no non-sensitive title to show at level 3. */
  title: Type.Optional(Type.String()),
  sender: PortalSender,
  /** ISO 8601 with offset. */
  deadline: Type.String(),
  /** How many. */
  documents: Type.Integer({ minimum: 1 }),
  onBehalfOf: Type.Union([Type.Literal('SELF'), Type.Literal('OTHER')]),
  requiresLevel: AuthenticationLevel,
  /** False: log in again at level 4 to open it. */
  openable: Type.Boolean(),
});
export type WaitingJob = Static<typeof WaitingJob>;

export const SignedJobState = Type.Union([
  /** Sealed; everybody has signed. */
  Type.Literal('COMPLETED'),
  Type.Literal('WAITING_FOR_OTHERS'),
  /** Something ended the job before everybody had signed. */
  Type.Literal('ENDED'),
]);
export type SignedJobState = Static<typeof SignedJobState>;

export const SignedJob = Type.Object({
  id: Type.String(),
  /** Absent as in {@link WaitingJob}. */
  title: Type.Optional(Type.String()),
  sender: PortalSender,
  /** ISO 8601 with offset. */
  signedAt: Type.String(),
  state: SignedJobState,
  /** Download of the signed document, when the session's level allows it and it is not deleted. */
  padesHref: Type.Optional(Type.String()),
  /** Documents and signatures in an ASiC-E container, as above. */
  evidenceHref: Type.Optional(Type.String()),
  /** When the signed document is deleted; absent when it is never, or is already. ISO 8601 with offset. */
  availableUntil: Type.Optional(Type.String()),
  /** False: the document is there, and a log-in at level 4 is needed to download it. Absent: true. */
  openable: Type.Optional(Type.Boolean()),
});
export type SignedJob = Static<typeof SignedJob>;

export const Inbox = Type.Object({
  /** By deadline, the nearest first. */
  waiting: Type.Array(WaitingJob),
  /** By time of signing, the latest first. */
  signed: Type.Array(SignedJob),
  /** The service's time of this answer, which "3 days left" is told from. Absent: the browser's. */
  now: Type.Optional(Type.String()),
});
export type Inbox = Static<typeof Inbox>;
