/** Where the eID provider keeps sessions and codes: in memory, bounded, gone with the process. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

const MOST_ENTRIES = 10_000;

interface Entry {
  readonly payload: AdapterPayload;
  /** Milliseconds; Infinity where the provider set no end. */
  readonly expiresAt: number;
}

/** One store for one provider; the provider asks for an adapter per kind of thing. */
export function memoryAdapters(): (kind: string) => Adapter {
  const entries = new Map<string, Entry>();
  const find = (matches: (payload: AdapterPayload, key: string) => boolean): AdapterPayload | undefined => {
    for (const [key, { payload, expiresAt }] of entries) {
      if (expiresAt > Date.now() && matches(payload, key)) return payload;
    }
    return undefined;
  };
  return (kind) => {
    const keyOf = (id: string): string => `${kind}:${id}`;
    return {
      upsert: (id, payload, expiresIn) => {
        entries.delete(keyOf(id));
        entries.set(keyOf(id), { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : Infinity });
        const [oldest] = entries.keys();
        if (entries.size > MOST_ENTRIES && oldest !== undefined) entries.delete(oldest);
        return Promise.resolve();
      },
      find: (id) => {
        const entry = entries.get(keyOf(id));
        return Promise.resolve(entry && entry.expiresAt > Date.now() ? entry.payload : undefined);
      },
      findByUid: (uid) =>
        Promise.resolve(find((payload, key) => key.startsWith(`${kind}:`) && payload.uid === uid)),
      findByUserCode: (code) =>
        Promise.resolve(find((payload, key) => key.startsWith(`${kind}:`) && payload.userCode === code)),
      consume: (id) => {
        const entry = entries.get(keyOf(id));
        if (entry) {
          const payload = { ...entry.payload, consumed: Math.floor(Date.now() / 1000) };
          entries.set(keyOf(id), { ...entry, payload });
        }
        return Promise.resolve();
      },
      destroy: (id) => {
        entries.delete(keyOf(id));
        return Promise.resolve();
      },
      revokeByGrantId: (grantId) => {
        // Codes and tokens of this kind only: a log-in under way names the grant too, and must go on.
        for (const [key, { payload }] of entries) {
          if (key.startsWith(`${kind}:`) && payload.grantId === grantId) entries.delete(key);
        }
        return Promise.resolve();
      },
    };
  };
}
