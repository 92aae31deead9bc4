/**
 * The page of the sender portal that somebody came for and had to log in first, kept for this tab. Storage may be
 * switched off; nothing depends on it.
 */
const key = 'segl.wanted-page';

export const wantedPage = {
  write(path: string): void {
    try {
      sessionStorage.setItem(key, path);
    } catch {
      // Then they find the way from the start.
    }
  },
  /** Tells it once. */
  take(): string | undefined {
    try {
      const path = sessionStorage.getItem(key) ?? undefined;
      sessionStorage.removeItem(key);
      return path?.startsWith('/sender/') === true ? path : undefined;
    } catch {
      return undefined;
    }
  },
};
