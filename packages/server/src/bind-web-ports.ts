/** What the web listener asks for, bound to the use cases that do it. */
import * as ceremony from './ceremony/index.ts';
import type { CeremonyPort } from './http/web/ceremony-port.ts';
import type { PortalPort } from './http/web/portal-port.ts';
import type { Blobs } from './jobs/ports.ts';
import * as portal from './portal/index.ts';

export type PortalDeps = { readonly blobs: Blobs } & portal.EnterCodeDeps &
  portal.LogInDeps &
  portal.LogOutDeps &
  portal.NewCodeDeps & {
    readonly test: boolean;
  };

export function ceremonyPort(deps: ceremony.CeremonyDeps): CeremonyPort {
  return {
    open: (token) => ceremony.openCeremony(deps, token),
    linkState: (token) => ceremony.linkState(deps, token),
    session: (id, token) => ceremony.ceremonySession(deps, id, token),
    state: (session) => ceremony.ceremonyState(deps, session),
    document: (session, number) => ceremony.ceremonyDocument(deps, session, number),
    pades: (session) => ceremony.ceremonyPades(deps, session),
    begin: (session, language) => ceremony.beginSigning(deps, session, language),
    finishLogin: (callback, token, client) => ceremony.finishLogin(deps, callback, token, client),
    reject: (session, reason) => ceremony.rejectSigning(deps, session, reason),
  };
}

export function portalPort(deps: PortalDeps): PortalPort {
  return {
    eidName: deps.eid.name,
    test: deps.test,
    wall: () => deps.clock.wall(),
    find: (token) => portal.findSession(deps, token),
    require: (token) => portal.requireSession(deps, token),
    endsAt: portal.endsAt,
    beginLogIn: (wish) => portal.beginLogIn(deps, wish),
    finishLogIn: (query, token, earlier) => portal.finishLogIn(deps, query, token, earlier),
    logOut: (token, everywhere) => portal.logOut(deps, token, everywhere),
    loggedOutAtEid: (query) => portal.loggedOutAtEid(deps, query),
    // While the eID is away nobody can log out there either.
    eidOrigins: () => deps.eid.pageOrigins().catch(() => []),
    inbox: (session) => portal.inbox(deps, session),
    openJob: (session, jobId) => portal.openJob(deps, session, jobId),
    signedDocument: (session, jobId) => portal.signedDocument(deps, session, jobId),
    signedEvidence: (session, jobId) => portal.signedEvidence(deps, session, jobId),
    enterCode: (token, code) => portal.enterCode(deps, token, code),
    askForNewCode: (token) => portal.askForNewCode(deps, token),
    logo: async (number) => (await deps.store.transaction((tx) => tx.organisation(number)))?.logoSha256,
  };
}
