import { expect, it } from 'vitest';
import { isOrganizationNumber } from './organization-number.ts';

it.each(['310000019', '310000027', '974760673', '984661185'])('%s is one', (number) => {
  expect(isOrganizationNumber(number)).toBe(true);
});

// The check digit of 31000000x that would be 10 does not exist.
it.each(['310000018', '31000001', '3100000190', 'abcdefghi', ''])('%s is none', (number) => {
  expect(isOrganizationNumber(number)).toBe(false);
});
