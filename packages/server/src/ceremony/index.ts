/** The signing ceremony: from a redirect-url to a recorded signature. */
export { beginSigning } from './begin-signing.ts';
export { ceremonyDocument, ceremonyPades } from './ceremony-files.ts';
export { ceremonyState } from './ceremony-state.ts';
export { finishLogin } from './finish-login.ts';
export { makeSignature, type MakeSignatureDeps } from './make-signature.ts';
export { linkState, openCeremony } from './open-ceremony.ts';
export { openCeremonyForSigner } from './open-for-signer.ts';
export type { CeremonyDeps, Eid, RegisteredPerson } from './ports.ts';
export { rejectSigning } from './reject-signing.ts';
export { ceremonySession, newCeremonySession } from './session.ts';
export { jobAndSigner } from './ceremony-state.ts';
