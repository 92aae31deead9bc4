import type { DraftSigner } from '@segl/protocol/json';

const latest = 9;

/**
 * Signers numbered through in the order they stand in: the next number for each that does not sign together with the one
 * before. Who did so before still does, but for the one at `place`, for whom `together` says it.
 */
export function withOrders(
  signers: readonly DraftSigner[],
  place?: number,
  together?: boolean,
): DraftSigner[] {
  let order = 0;
  return signers.map((signer, index) => {
    const joins = index === place ? together === true : signers[index - 1]?.order === signer.order;
    if (index > 0 && !joins) order = Math.min(order + 1, latest);
    return { ...signer, order };
  });
}

/** All in one group. */
export function atOnce(signers: readonly DraftSigner[]): DraftSigner[] {
  return signers.map((signer) => ({ ...signer, order: 0 }));
}

/** Those who sign at the same time, group by group. */
export function groupsOf(signers: readonly DraftSigner[]): readonly (readonly DraftSigner[])[] {
  const groups = Map.groupBy(signers, ({ order }) => order);
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
