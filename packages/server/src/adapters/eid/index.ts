/** eID over OpenID Connect. */
export { openidEid, type OpenidEidConfig } from './openid-eid.ts';
export { eidProfiles, type EidProfile, type EidProfileName } from './profiles.ts';
export type { ClientAuthentication, EidClient } from './provider-connection.ts';
