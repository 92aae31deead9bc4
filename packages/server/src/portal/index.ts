/** How portal signers get in: the log-in and its inbox, or a link and its code. */
export { enterCode, type EnterCodeDeps } from './enter-code.ts';
export { inbox } from './inbox.ts';
export { beginLogIn, finishLogIn, type LogInDeps } from './log-in.ts';
export { loggedOutAtEid, logOut, type LogOutDeps } from './log-out.ts';
export { askForNewCode, type NewCodeDeps } from './new-code.ts';
export { openJob, signedDocument, signedEvidence } from './open-job.ts';
export { endsAt, findSession, requireSession } from './session.ts';
export { unknownLinks } from './unknown-links.ts';
