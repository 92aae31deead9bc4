/**
 * The ceremony's JSON API, between the signer's browser and the service.
 *
 * All paths are below `/ceremony/{ceremonyId}`; the session cookie is scoped to that path. Requests that change
 * something are POSTs with `content-type: application/json` and the header `x-segl-ceremony: 1`.
 *
 * | request | answer |
 * |---|---|
 * | `GET api/state` | 200 {@link CeremonyState}; 401 {@link ProblemDetails} `SESSION_MISSING` |
 * | `GET api/documents/{number}` | 200 the document's bytes (`application/pdf` or `text/plain`), Range supported |
 * | `POST api/sign` {@link SignRequest} | 200 {@link SignResponse}: leave for the eID; 409 `SIGNER_ALREADY_ACTED`, `JOB_ENDED` |
 * | `POST api/reject` {@link RejectRequest} | 200 {@link CeremonyState} |
 */
import { Type, type Static } from '@sinclair/typebox';

/** Where the ceremony is. The page shows one view for each. */
export const CeremonyPhase = Type.Union([
  /** The signer may read, sign or reject. `notice` says why an earlier try did not end in a signature. */
  Type.Literal('READY'),
  /** The eID answered; the signature is being made. Ask again. */
  Type.Literal('SIGNING'),
  /** The time-stamp authority or another part outside is away; the signature is safe and finishes by itself. */
  Type.Literal('SIGNING_DELAYED'),
  /** Signed; the last signer waits here until the job is sealed. Ask again. */
  Type.Literal('SEALING'),
  Type.Literal('SIGNED'),
  Type.Literal('REJECTED'),
  Type.Literal('EXPIRED'),
  /** The job ended because of another signer (who rejected, was too late, or could not be reached). */
  Type.Literal('ENDED'),
  /** The sender cancelled the job. */
  Type.Literal('CANCELLED'),
  /** Too many wrong codes were entered for this signer's link; the job has ended. */
  Type.Literal('BLOCKED'),
  /** The ceremony failed for good. */
  Type.Literal('FAILED'),
  /** The eID knows no name for this person and the job needs one. */
  Type.Literal('NAME_NOT_AVAILABLE'),
]);
export type CeremonyPhase = Static<typeof CeremonyPhase>;

/** Why the last try did not end in a signature; the job is untouched and the signer may try again. */
export const CeremonyNotice = Type.Union([
  Type.Literal('EID_CANCELLED'),
  Type.Literal('EID_FAILED'),
  Type.Literal('WRONG_PERSON'),
  Type.Literal('LEVEL_TOO_LOW'),
  Type.Literal('LOGIN_EXPIRED'),
]);
export type CeremonyNotice = Static<typeof CeremonyNotice>;

export const CeremonyDocument = Type.Object({
  number: Type.Integer({ minimum: 1, maximum: 20 }),
  title: Type.String(),
  mime: Type.Union([Type.Literal('application/pdf'), Type.Literal('text/plain')]),
  /** Bytes. */
  size: Type.Integer(),
  /** 0 for text. */
  pages: Type.Integer(),
  /** Relative to the origin. */
  href: Type.String(),
});
export type CeremonyDocument = Static<typeof CeremonyDocument>;

export const CeremonyState = Type.Object({
  phase: CeremonyPhase,
  notice: Type.Optional(CeremonyNotice),
  flow: Type.Union([Type.Literal('direct'), Type.Literal('portal')]),
  sender: Type.Object({ name: Type.String(), logo: Type.Optional(Type.String()) }),
  title: Type.String(),
  description: Type.Optional(Type.String()),
  /** ISO 8601 with offset. */
  deadline: Type.String(),
  /** When the last of the others will have signed at the latest, as long as they are missing. ISO 8601 with offset. */
  othersDeadline: Type.Optional(Type.String()),
  /** The service's time of this answer, which "3 days left" is told from. Absent: the browser's. */
  now: Type.Optional(Type.String()),
  signatureType: Type.Union([
    Type.Literal('AUTHENTICATED_ELECTRONIC_SIGNATURE'),
    Type.Literal('ADVANCED_ELECTRONIC_SIGNATURE'),
  ]),
  onBehalfOf: Type.Union([Type.Literal('SELF'), Type.Literal('OTHER')]),
  identifierInSignedDocuments: Type.Union([
    Type.Literal('PERSONAL_IDENTIFICATION_NUMBER_AND_NAME'),
    Type.Literal('DATE_OF_BIRTH_AND_NAME'),
    Type.Literal('NAME'),
  ]),
  requiredAuthentication: Type.Union([Type.Literal(3), Type.Literal(4)]),
  documents: Type.Array(CeremonyDocument),
  signers: Type.Object({ total: Type.Integer(), signed: Type.Integer() }),
  /** The eID's name as people know it, for "you will log in with …". */
  eidName: Type.String(),
  /** True in the sandbox: every page says that it is a test. */
  test: Type.Boolean(),
  /** Where to go back to the sender, status query token included; present in every final phase of a direct job. */
  exitUrl: Type.Optional(Type.String()),
  /** The sender's error-url without a token: a way back after a notice. */
  returnUrl: Type.Optional(Type.String()),
  /** Download of the signed document, when the job is complete. */
  padesHref: Type.Optional(Type.String()),
  /** Back to the inbox, for those who came from there; they are logged in and can log out. */
  portalHref: Type.Optional(Type.String()),
});
export type CeremonyState = Static<typeof CeremonyState>;

/** The languages of the pages. */
export const PageLanguage = Type.Union([Type.Literal('nb'), Type.Literal('nn'), Type.Literal('en')]);

export const SignRequest = Type.Object({
  /** The language the page was read in; the intent records the consent text in it (see consent.ts). */
  language: PageLanguage,
});
export type SignRequest = Static<typeof SignRequest>;

export const SignResponse = Type.Object({ /** The eID's authorization URL. */ location: Type.String() });
export type SignResponse = Static<typeof SignResponse>;

export const RejectRequest = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 500 })) });
export type RejectRequest = Static<typeof RejectRequest>;

/** RFC 9457, with the service's stable error code. */
export const ProblemDetails = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  code: Type.String(),
});
export type ProblemDetails = Static<typeof ProblemDetails>;

/**
 * `GET /redirect/{token}/state`: why a redirect-url led nowhere. The page stands at `/redirect/{token}` itself
 * (410 or 404), so that nothing about the sender has to travel in a URL.
 */
export const LinkState = Type.Object({
  reason: Type.Union([
    Type.Literal('USED'),
    Type.Literal('REPLACED'),
    Type.Literal('UNKNOWN'),
    Type.Literal('EXPIRED'),
  ]),
  senderName: Type.Optional(Type.String()),
  /** The sender's error-url, where the link is known. */
  returnUrl: Type.Optional(Type.String()),
});
export type LinkState = Static<typeof LinkState>;
