import { expect, it } from 'vitest';
import { apiErrorsNb } from '../../../../web/src/sender/texts/api-errors.ts';
import { statusOf } from '../errors.ts';

/** Told in pages and by the portals' own API only. */
const elsewhere = [
  ...['LINK_USED', 'LINK_UNKNOWN', 'SESSION_MISSING', 'CSRF', 'LEVEL_TOO_LOW', 'CODE_WRONG', 'LINK_BLOCKED'],
  ...['NOT_A_USER', 'NOT_PERMITTED', 'USER_NOT_FOUND', 'LAST_ACCOUNT_MANAGER', 'FIELDS_INVALID'],
  ...['CHANGED_MEANWHILE', 'NOT_NOW', 'DRAFT_NOT_FOUND', 'UPLOAD_OFFSET', 'KEY_REUSED'],
];

it('explains every error of the API to account managers', () => {
  const answered = Object.keys(statusOf).filter((code) => !elsewhere.includes(code));
  expect(Object.keys(apiErrorsNb).sort()).toEqual(answered.sort());
});
