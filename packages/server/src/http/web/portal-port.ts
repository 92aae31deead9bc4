/** What the web routes ask of the signer portal; `main.ts` binds the use cases to it. */
import type { Inbox, LoginRequest, PortalNotice } from '@segl/protocol/json';
import type { LogoutForm } from '../../ceremony/ports.ts';
import type { PortalRoom, PortalSession } from '../../jobs/portal-records.ts';

interface Opened {
  readonly ceremonyId: string;
  readonly sessionToken: string;
}

export interface PortalPort {
  readonly eidName: string;
  readonly test: boolean;
  /** The machine's time, milliseconds: sessions last as long as they do for people. */
  wall(): number;
  /** The session of the cookie, if it lasts still; asking is no sign of life. */
  find(token: string | undefined): Promise<PortalSession | undefined>;
  /** The session of the cookie, which goes on. @throws ServiceError SESSION_MISSING */
  require(token: string | undefined): Promise<PortalSession>;
  /** When it ends if nothing more is done, milliseconds by the machine's time. */
  endsAt(session: PortalSession): number;
  /** `again`: the person must prove themselves anew. @throws ServiceError TEMPORARILY_UNAVAILABLE */
  beginLogIn(
    wish: Omit<LoginRequest, 'room'> & { readonly again: boolean; readonly room: PortalRoom },
  ): Promise<{ location: string; loginToken: string }>;
  /** @throws ServiceError LINK_UNKNOWN */
  finishLogIn(
    query: string,
    loginToken: string | undefined,
    earlierToken: string | undefined,
  ): Promise<{ readonly sessionToken?: string; readonly notice?: PortalNotice; readonly room: PortalRoom }>;
  /** `everywhere`: on all of the person's devices. */
  logOut(token: string | undefined, everywhere: boolean): Promise<LogoutForm | undefined>;
  loggedOutAtEid(query: string): Promise<void>;
  /** Origins of the eID's pages: they may frame the log-out route, and forms may go there. */
  eidOrigins(): Promise<readonly string[]>;
  inbox(session: PortalSession): Promise<Inbox>;
  /** @throws ServiceError JOB_NOT_FOUND, LEVEL_TOO_LOW, JOB_ENDED, SIGNER_ALREADY_ACTED */
  openJob(session: PortalSession, jobId: bigint): Promise<Opened>;
  /** SHA-256 of the sealed document. @throws ServiceError JOB_NOT_FOUND, LEVEL_TOO_LOW, DOCUMENT_NOT_AVAILABLE */
  signedDocument(session: PortalSession, jobId: bigint): Promise<string>;
  /** ASiC-E. @throws ServiceError as above */
  signedEvidence(session: PortalSession, jobId: bigint): Promise<Uint8Array>;
  /** @throws ServiceError CODE_WRONG, LINK_BLOCKED, JOB_ENDED */
  enterCode(linkToken: string, code: string): Promise<Opened>;
  askForNewCode(linkToken: string): Promise<void>;
  /** SHA-256 of the organisation's logo. */
  logo(organisation: string): Promise<string | undefined>;
}
