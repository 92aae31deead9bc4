import { useEffect, useRef, useState } from 'react';

/** Tells those who listen, politely, that what they look at has become another. */
export function Announced({ state, words }: { state: unknown; words: string }) {
  const [told, setTold] = useState('');
  const written = JSON.stringify(state);
  const before = useRef(written);
  useEffect(() => {
    if (before.current === written) return;
    before.current = written;
    setTold(words);
    const over = setTimeout(() => setTold(''), 5000);
    return () => clearTimeout(over);
  }, [written, words]);
  return (
    <p role="status" className="ds-sr-only">
      {told}
    </p>
  );
}
