import { expect, test } from 'vitest';
import { contactRegister } from './contact-register.ts';
import { Faults } from './faults.ts';

const faults = new Faults();
const find = contactRegister(faults);

test.each([
  [
    'Åse',
    '14838522190',
    { reserved: false, email: 'ase@example.com', mobile: '+4799999901', language: 'nb' },
  ],
  ['Ola', '02919134561', { reserved: false, email: 'ola@example.com', language: 'nb' }],
  ['Ánh', '23875840266', { reserved: false, mobile: '+4799999903', language: 'nb' }],
  ['Reservert', '30817211883', { reserved: true }],
  ['Uten Kontakt', '09890351201', { reserved: false }],
  ['nobody', '12345678910', undefined],
])('%s', (_name, number, contact) => {
  expect(find(number)).toEqual(contact);
});

test('switched off, it answers nobody', () => {
  faults.apply({ register: 'down' });
  expect(() => find('14838522190')).toThrow('switched off');
  faults.apply({ register: 'up' });
  expect(find('14838522190')).toBeDefined();
});
