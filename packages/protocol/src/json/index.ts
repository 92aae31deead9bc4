export * from './ceremony.ts';
export * from './consent.ts';
