/**
 * How an organisation uses the signature API, for its account managers. Below `/sender/api/organisations/{number}`:
 *
 * | request | answer |
 * |---|---|
 * | `GET /api-access` | 200 {@link ApiAccessView} |
 * | `PATCH /api-access` {@link ApiAccessChange} | 204 |
 * | `GET /api-access/errors` | 200 {@link ApiErrors} |
 * | `POST /api-access/certificates` {@link CertificatePem} | 204; 400 `FIELDS_INVALID` |
 * | `POST /api-access/certificates/generate` | 201 {@link GeneratedCertificate}; 409 `NOT_NOW` outside the sandbox |
 * | `POST /api-access/certificates/{sha256}/register`, `…/revoke`, `…/restore` | 204; 404 `NOT_FOUND` |
 * | `POST /api-access/brokers` {@link BrokerNumber} | 204; 400 `FIELDS_INVALID` |
 * | `DELETE /api-access/brokers/{number}` | 204 |
 *
 * Codes of field problems: `PRIVATE_KEY_GIVEN`, `CERTIFICATE_UNREADABLE`, `CERTIFICATE_OTHER_ORGANISATION`,
 * `CERTIFICATE_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`, `CERTIFICATE_KEY_USAGE`, `CERTIFICATE_NOT_TRUSTED`,
 * `CERTIFICATE_REVOKED`; `BROKER_UNKNOWN`, `BROKER_SELF`.
 */
import { Type, type Static } from '@sinclair/typebox';

const ShownCertificate = Type.Object({
  /** Of the DER, lower-case hex. */
  sha256: Type.String(),
  subject: Type.String(),
  issuer: Type.String(),
  serialNumber: Type.String(),
  validFrom: Type.String(),
  validTo: Type.String(),
  /** To the hour. */
  lastUsedAt: Type.Optional(Type.String()),
  /** `USED`: of a trusted authority, and nobody registered it. */
  state: Type.Union([
    Type.Literal('REGISTERED'),
    Type.Literal('USED'),
    Type.Literal('EXPIRED'),
    Type.Literal('REVOKED'),
  ]),
});

export const ApiAccessView = Type.Object({
  /** Whether the operator lets the organisation use the API. */
  apiAccess: Type.Boolean(),
  registeredCertificatesOnly: Type.Boolean(),
  /** In the sandbox. */
  canGenerate: Type.Boolean(),
  certificates: Type.Array(ShownCertificate),
  /** Who may send for the organisation. */
  brokers: Type.Array(Type.Object({ number: Type.String(), name: Type.String() })),
  /** With status changes that nobody has confirmed; `name` is '' for the default queue. */
  queues: Type.Array(
    Type.Object({
      flow: Type.Union([Type.Literal('direct'), Type.Literal('portal')]),
      name: Type.String(),
      waiting: Type.Integer(),
      oldestAt: Type.String(),
    }),
  ),
});
export type ApiAccessView = Static<typeof ApiAccessView>;

export const ApiAccessChange = Type.Object({ registeredCertificatesOnly: Type.Boolean() });
export type ApiAccessChange = Static<typeof ApiAccessChange>;

export const ApiErrors = Type.Object({
  /** The latest 100, latest first. */
  items: Type.Array(
    Type.Object({
      at: Type.String(),
      method: Type.String(),
      route: Type.String(),
      status: Type.Integer(),
      code: Type.String(),
      detail: Type.String(),
    }),
  ),
});
export type ApiErrors = Static<typeof ApiErrors>;

export const CertificatePem = Type.Object({ pem: Type.String({ maxLength: 50_000 }) });
export type CertificatePem = Static<typeof CertificatePem>;

/** Told once. */
export const GeneratedCertificate = Type.Object({
  fileName: Type.String(),
  /** PKCS #12, base64. */
  pkcs12: Type.String(),
  password: Type.String(),
});
export type GeneratedCertificate = Static<typeof GeneratedCertificate>;

export const BrokerNumber = Type.Object({ number: Type.String({ maxLength: 20 }) });
export type BrokerNumber = Static<typeof BrokerNumber>;
