/**
 * Link and code: what stands between a signer addressed by email or SMS and the ceremony.
 *
 * `GET /sign/{token}` is the page. It changes nothing and is the same whether the link exists, since mail scanners open
 * links. Requests that change something are POSTs with `content-type: application/json` and the header
 * `x-segl-portal: 1`.
 *
 * | request | answer |
 * |---|---|
 * | `POST /sign/{token}/api/code` {@link CodeRequest} | 200 `{ location }`: `/ceremony/{ceremonyId}`; else a {@link CodeProblem} |
 * | `POST /sign/{token}/api/new-code` `{}` | 202 `{}`, whatever came of it; 429 as below |
 *
 * | problem | when | extension members |
 * |---|---|---|
 * | `CODE_WRONG` | the code is not the link's, or there is no such link | `triesLeft` |
 * | `LINK_BLOCKED` | too many wrong codes; the job has ended | – |
 * | `JOB_ENDED` | told only to one with the right code | `endedBecause` |
 * | `TOO_MANY_REQUESTS` | asked too fast; no try is used | `retryAfterSeconds` |
 */
import { Type, type Static } from '@sinclair/typebox';
import { ProblemDetails } from './ceremony.ts';

export const CodeRequest = Type.Object({
  /** Digits only; the page takes spaces and words around them away. */
  code: Type.String({ minLength: 1, maxLength: 20 }),
});
export type CodeRequest = Static<typeof CodeRequest>;

/** What ended the job before this signer came; the same words as the ceremony's phases. */
export const EndedBecause = Type.Union([
  /** The sender took it back. */
  Type.Literal('CANCELLED'),
  /** This signer's period ran out. */
  Type.Literal('EXPIRED'),
  /** Another signer's answer, deadline or address. */
  Type.Literal('ENDED'),
]);
export type EndedBecause = Static<typeof EndedBecause>;

/** RFC 9457 with the extension members of the table above. */
export const CodeProblem = Type.Intersect([
  ProblemDetails,
  Type.Object({
    /** Wrong codes that may still be entered before the link is blocked; at least 1. */
    triesLeft: Type.Optional(Type.Integer({ minimum: 1 })),
    endedBecause: Type.Optional(EndedBecause),
    retryAfterSeconds: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
]);
export type CodeProblem = Static<typeof CodeProblem>;
