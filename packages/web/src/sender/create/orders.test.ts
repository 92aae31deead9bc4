import type { DraftSigner } from '@segl/protocol/json';
import { expect, test } from 'vitest';
import { groupsOf, withOrders } from './orders.ts';

const signers = (...orders: number[]): DraftSigner[] =>
  orders.map((order, index) => ({ id: `${index}`, by: 'number', order, onBehalfOf: 'SELF' }));
const orders = (list: readonly DraftSigner[]) => list.map(({ order }) => order);

test('numbers those who sign one after the other, and keeps groups together', () => {
  expect(orders(withOrders(signers(0, 1, 2)))).toEqual([0, 1, 2]);
  expect(orders(withOrders(signers(3, 3, 5)))).toEqual([0, 0, 1]);
  expect(orders(withOrders(signers(0, 1, 2), 1, true))).toEqual([0, 0, 1]);
  expect(orders(withOrders(signers(0, 0, 1), 1, false))).toEqual([0, 1, 2]);
});

test('has no more than ten groups', () => {
  const many = signers(...Array.from({ length: 12 }, (_, index) => index));
  expect(Math.max(...orders(withOrders(many)))).toBe(9);
});

test('tells the groups in their order', () => {
  const ids = groupsOf(signers(1, 0, 1)).map((group) => group.map(({ id }) => id));
  expect(ids).toEqual([['1'], ['0', '2']]);
});
