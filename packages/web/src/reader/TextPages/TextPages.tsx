import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem.ts';
import './text-pages.css';

async function fetchText(href: string): Promise<string> {
  const response = await fetch(href, { credentials: 'same-origin' });
  if (!response.ok) throw new Problem('DOCUMENT', response.status);
  return response.text();
}

/** The text of a text document, once it is there. */
export function useText(href: string, wanted: boolean) {
  return useQuery({
    queryKey: ['text', href],
    queryFn: () => fetchText(href),
    enabled: wanted,
    staleTime: Infinity,
  });
}

/** A text document: its lines as they are, folded where the column ends. */
export function TextPages({ text, title, zoom }: { text: string; title: string; zoom: number }) {
  const { t } = useTranslation();
  return (
    <div className="segl-text" role="group" aria-label={`${title}, ${t('reader.plainText')}`}>
      <pre style={{ fontSize: `${zoom}rem` }}>{text}</pre>
    </div>
  );
}
