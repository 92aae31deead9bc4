export * from './ceremony.ts';
export * from './code.ts';
export * from './consent.ts';
export * from './portal.ts';
export * from './sender-drafts.ts';
export * from './sender-jobs.ts';
export * from './sender-users.ts';
export * from './sender.ts';
