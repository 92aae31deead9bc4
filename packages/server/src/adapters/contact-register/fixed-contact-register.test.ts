import { expect, test } from 'vitest';
import { contactRegister } from '../../../../sandbox/src/contact-register.ts';
import { Faults } from '../../../../sandbox/src/faults.ts';
import { fixedContactRegister } from './index.ts';

const faults = new Faults();
const register = fixedContactRegister(contactRegister(faults));
const ase = '14838522190';

test('the sandbox’s people are found, others are left out', async () => {
  const found = await register.lookUp([ase, '30817211883', '12345678910']);
  expect([...found.keys()]).toEqual([ase, '30817211883']);
  expect(found.get('30817211883')).toEqual({ reserved: true });
});

test('what it throws means that it cannot be asked', async () => {
  faults.apply({ register: 'down' });
  await expect(register.lookUp([ase])).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
});
