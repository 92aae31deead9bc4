/**
 * Codes entered for links that do not exist. They are counted down and blocked as those of real links are, so that
 * nobody can tell the two apart.
 */
import { mostWrongCodes } from '../jobs/signer-links.ts';

export interface UnknownLinks {
  /** How many more codes may be entered after this wrong one; 0 from the last one on. */
  triesLeftAfter(tokenHash: string): number;
}

/** Remembers the `most` latest. */
export function unknownLinks(most = 10_000): UnknownLinks {
  const wrongCodes = new Map<string, number>();
  return {
    triesLeftAfter: (tokenHash) => {
      const count = Math.min((wrongCodes.get(tokenHash) ?? 0) + 1, mostWrongCodes);
      wrongCodes.delete(tokenHash);
      wrongCodes.set(tokenHash, count);
      if (wrongCodes.size > most) for (const oldest of wrongCodes.keys().take(1)) wrongCodes.delete(oldest);
      return mostWrongCodes - count;
    },
  };
}
