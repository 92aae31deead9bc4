/** The sender portal's texts, a namespace of their own that is loaded with it: `useTranslation('sender')`. */
import i18next from 'i18next';
import { apiAccessEn, apiAccessNb, apiAccessNn } from './api-access.ts';
import { createEn, createNb, createNn } from './create.ts';
import { jobsEn, jobsNb, jobsNn } from './jobs.ts';
import { operatorEn, operatorNb, operatorNn } from './operator.ts';
import { settingsEn, settingsNb, settingsNn } from './settings.ts';
import { shellEn, shellNb, shellNn } from './shell.ts';
import { usersEn, usersNb, usersNn } from './users.ts';

export const senderNb = {
  shell: shellNb,
  jobs: jobsNb,
  create: createNb,
  settings: settingsNb,
  users: usersNb,
  apiAccess: apiAccessNb,
  operator: operatorNb,
};
export const senderNn: typeof senderNb = {
  shell: shellNn,
  jobs: jobsNn,
  create: createNn,
  settings: settingsNn,
  users: usersNn,
  apiAccess: apiAccessNn,
  operator: operatorNn,
};
export const senderEn: typeof senderNb = {
  shell: shellEn,
  jobs: jobsEn,
  create: createEn,
  settings: settingsEn,
  users: usersEn,
  apiAccess: apiAccessEn,
  operator: operatorEn,
};

export type SenderTexts = typeof senderNb;

export function addSenderTexts(): void {
  i18next.addResourceBundle('nb', 'sender', senderNb);
  i18next.addResourceBundle('nn', 'sender', senderNn);
  i18next.addResourceBundle('en', 'sender', senderEn);
}
