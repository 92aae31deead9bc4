/**
 * The job for whose sake somebody logs in again at level 4, kept for this tab, so that they find it at once when they
 * come back. Storage may be switched off; nothing depends on it.
 */
const key = 'segl.wanted';

export const wantedJob = {
  write(id: string): void {
    try {
      sessionStorage.setItem(key, id);
    } catch {
      // Then they look for it.
    }
  },
  /** Tells it once. */
  take(): string | undefined {
    try {
      const id = sessionStorage.getItem(key) ?? undefined;
      sessionStorage.removeItem(key);
      return id;
    } catch {
      return undefined;
    }
  },
};
