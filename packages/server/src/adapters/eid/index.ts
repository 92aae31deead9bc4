/** eID over OpenID Connect. */
export { openidEid } from './openid-eid.ts';
export { eidProfiles } from './profiles.ts';
