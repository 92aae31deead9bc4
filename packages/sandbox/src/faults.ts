/** Which parts of the outside world are switched off. */

export const parts = ['timestamps', 'mail', 'sms', 'register', 'eid'] as const;
export type Part = (typeof parts)[number];

export class Faults {
  readonly #down = new Set<Part>();

  isDown(part: Part): boolean {
    return this.#down.has(part);
  }

  /** Applies `{part: "down" | "up"}`; returns what was wrong, or nothing. */
  apply(changes: unknown): string | undefined {
    if (typeof changes !== 'object' || changes === null)
      return 'Send an object such as {"timestamps":"down"}';
    for (const [part, state] of Object.entries(changes)) {
      if (!parts.includes(part as Part)) return `Unknown part "${part}": one of ${parts.join(', ')}`;
      if (state !== 'down' && state !== 'up') return `"${part}" must be "down" or "up"`;
    }
    for (const [part, state] of Object.entries(changes)) {
      if (state === 'down') this.#down.add(part as Part);
      else this.#down.delete(part as Part);
    }
    return undefined;
  }

  state(): Record<Part, 'down' | 'up'> {
    return Object.fromEntries(parts.map((part) => [part, this.isDown(part) ? 'down' : 'up'])) as Record<
      Part,
      'down' | 'up'
    >;
  }
}
