import { useCallback, useState } from 'react';

const key = (ceremonyId: string) => `segl.read.${ceremonyId}`;

function stored(ceremonyId: string): number[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key(ceremonyId)) ?? '[]');
    return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
  } catch {
    return [];
  }
}

/**
 * Which documents, by number, have been read to their end. Kept for this tab, so that nobody is asked again after a
 * round by the eID that did not end in a signature.
 */
export function useReading(ceremonyId: string) {
  const [read, setRead] = useState<readonly number[]>(() => stored(ceremonyId));
  const markRead = useCallback(
    (number: number) => {
      setRead((before) => {
        if (before.includes(number)) return before;
        const after = [...before, number];
        try {
          sessionStorage.setItem(key(ceremonyId), JSON.stringify(after));
        } catch {
          // Then it lasts as long as the page.
        }
        return after;
      });
    },
    [ceremonyId],
  );
  return { read, markRead };
}
