/**
 * The public check of signed files. `POST /verify`, the file as body (`application/octet-stream`, at most 30 MB), answers
 * 200 {@link VerifyReport}; nothing of the file is kept. 413 `REQUEST_TOO_LARGE`, 429 `TOO_MANY_REQUESTS`.
 */
import { Type, type Static } from '@sinclair/typebox';

const conclusion = Type.Union([
  Type.Literal('PASSED'),
  Type.Literal('INDETERMINATE'),
  Type.Literal('FAILED'),
]);

const reasons = Type.Array(
  Type.Object({
    conclusion,
    /** Which check it was. */
    step: Type.String(),
    /** Stable. */
    code: Type.String(),
    message: Type.String(),
  }),
);

export const VerifiedSignature = Type.Object({
  conclusion,
  /** `PAdES-BASELINE-LTA` and such: the highest that is complete and proven. */
  level: Type.Optional(Type.String()),
  /** Who signed, as the evidence in the signature states. */
  statedSigner: Type.Optional(Type.String()),
  /** Whose certificate it was made with. */
  signer: Type.Optional(
    Type.Object({
      commonName: Type.Optional(Type.String()),
      subject: Type.String(),
      issuer: Type.String(),
      certificateSha256: Type.String(),
      /** Absent: its chain leads to nobody who is trusted here. */
      trustAnchor: Type.Optional(Type.String()),
    }),
  ),
  /** What the signer's side claims. */
  signingTime: Type.Optional(Type.String()),
  /** What a verified time-stamp proves. */
  bestSignatureTime: Type.Optional(Type.String()),
  /** Whether the signer's certificate was revoked when it signed. */
  revocation: Type.Optional(
    Type.Union([Type.Literal('NOT_REVOKED'), Type.Literal('REVOKED'), Type.Literal('NOT_PROVEN')]),
  ),
  /** Of the signature, and of the PDF with all that is in it. */
  timestamps: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('signature'), Type.Literal('document')]),
      /** Whether it proves its time to this day. */
      state: Type.Union([Type.Literal('PROVEN'), Type.Literal('NOT_PROVEN')]),
      time: Type.Optional(Type.String()),
      authority: Type.Optional(Type.String()),
      /** When the first of its certificates expires. By then a later time-stamp must have taken its place. */
      validUntil: Type.Optional(Type.String()),
    }),
  ),
  /** Of a PDF: the first `bytes` of `total` are signed, its `revision` of `revisions`. */
  coverage: Type.Optional(
    Type.Object({
      bytes: Type.Integer(),
      total: Type.Integer(),
      revision: Type.Integer(),
      revisions: Type.Integer(),
    }),
  ),
  /** Of XAdES: the files whose content is as it was signed. */
  documents: Type.Optional(Type.Array(Type.String())),
  reasons,
});
export type VerifiedSignature = Static<typeof VerifiedSignature>;

export const VerifyReport = Type.Object({
  kind: Type.Union([
    Type.Literal('PDF'),
    Type.Literal('XAdES'),
    Type.Literal('ASiC-E'),
    Type.Literal('unknown'),
  ]),
  /** The worst of all. */
  conclusion,
  /** The lowest of all. */
  level: Type.Optional(Type.String()),
  signatures: Type.Array(VerifiedSignature),
  /** About the file as a whole. */
  reasons,
});
export type VerifyReport = Static<typeof VerifyReport>;
