/** What the web routes ask of the ceremony; `main.ts` binds the use cases to it. */
import type { CeremonyState, LinkState, SignRequest } from '@segl/protocol/json';
import type { JobDocument } from '../../jobs/model.ts';
import type { CeremonySession } from '../../jobs/ports.ts';

export type OpenedCeremony =
  | { readonly kind: 'opened'; readonly ceremonyId: string; readonly sessionToken: string }
  | { readonly kind: 'dead-end'; readonly link: LinkState };

export interface CeremonyPort {
  /** Uses the redirect token up and starts a session. */
  open(redirectToken: string): Promise<OpenedCeremony>;
  /** Why a redirect token led nowhere; using nothing up. */
  linkState(redirectToken: string): Promise<LinkState>;
  /** @throws ServiceError SESSION_MISSING */
  session(ceremonyId: string, sessionToken: string | undefined): Promise<CeremonySession>;
  state(session: CeremonySession): Promise<CeremonyState>;
  /** @throws ServiceError NOT_FOUND, DOCUMENT_NOT_AVAILABLE */
  document(session: CeremonySession, number: number): Promise<JobDocument>;
  /** SHA-256 of the sealed PAdES. @throws ServiceError DOCUMENT_NOT_AVAILABLE */
  pades(session: CeremonySession): Promise<string>;
  /** Records the intent; `loginToken` binds the log-in to this browser. */
  begin(
    session: CeremonySession,
    language: SignRequest['language'],
  ): Promise<{ location: string; loginToken: string }>;
  /** The eID's answer. Never rejects for what the eID said: the ceremony's state tells. @throws ServiceError LINK_UNKNOWN */
  finishLogin(
    callback: URL,
    loginToken: string | undefined,
    client: { ipAddress: string; userAgent: string },
  ): Promise<{ ceremonyId: string }>;
  reject(session: CeremonySession, reason: string | undefined): Promise<void>;
}
