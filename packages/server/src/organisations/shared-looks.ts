/** The same question asked by many at once is asked once, and nobody is answered by what was read before they came. */

/** Answers `key` with `look`; those who come while it is under way share the next one. */
export type SharedLooks<V> = (key: string, look: () => Promise<V>) => Promise<V>;

interface UnderWay<V> {
  /** Resolves when the answer is there or the look has failed. */
  readonly ended: Promise<unknown>;
  /** Begins then. */
  next: Promise<V> | undefined;
}

export function sharedLooks<V>(): SharedLooks<V> {
  const looks = new Map<string, UnderWay<V>>();
  const begin: SharedLooks<V> = (key, look) => {
    const answer = look();
    const underWay: UnderWay<V> = { ended: Promise.allSettled([answer]), next: undefined };
    looks.set(key, underWay);
    void underWay.ended.then(() => {
      if (underWay.next === undefined) looks.delete(key);
    });
    return answer;
  };
  return (key, look) => {
    const underWay = looks.get(key);
    if (underWay === undefined) return begin(key, look);
    underWay.next ??= underWay.ended.then(() => begin(key, look));
    return underWay.next;
  };
}
