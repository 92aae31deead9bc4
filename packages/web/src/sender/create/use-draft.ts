import type { Draft, DraftContent, DraftDocument } from '@segl/protocol/json';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isRefusal } from '../../api/problem.ts';
import { fetchDraft, saveDraft } from '../../api/sender-drafts.ts';
import { useOrganisation } from '../use-me.ts';

/** How long after the last key a draft is saved, milliseconds; and after a try that failed. */
const pauses = { typing: 600, failed: 5000 };

export interface OpenDraft {
  draft: Draft;
  content: DraftContent;
  documents: readonly DraftDocument[];
  saving: 'saved' | 'saving' | 'failed' | 'conflict';
  change: (changes: Partial<DraftContent> | ((before: DraftContent) => Partial<DraftContent>)) => void;
  setDocuments: (change: (before: readonly DraftDocument[]) => readonly DraftDocument[]) => void;
  /** Saves what is not saved yet; the version that holds it. */
  settle: () => Promise<number>;
}

export function useDraftQuery(id: string) {
  const { number } = useOrganisation();
  return useQuery({
    queryKey: ['sender', number, 'draft', id],
    queryFn: () => fetchDraft(number, id),
    // What is typed is newer than what is stored.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** A draft that is kept as it is typed. */
export function useOpenDraft(draft: Draft): OpenDraft {
  const { number } = useOrganisation();
  const queries = useQueryClient();
  const [content, setContent] = useState(draft.content);
  const [documents, setDocuments] = useState<readonly DraftDocument[]>(draft.documents);
  const [saving, setSaving] = useState<OpenDraft['saving']>('saved');
  const latest = useRef(content);
  const stored = useRef({ version: draft.version, content: draft.content });
  const running = useRef<Promise<number>>(Promise.resolve(draft.version));

  const settle = useCallback((): Promise<number> => {
    const next = async (): Promise<number> => {
      const wanted = latest.current;
      const { version: before } = stored.current;
      if (wanted === stored.current.content) return before;
      setSaving('saving');
      try {
        const { version } = await saveDraft(number, draft.id, { version: before, content: wanted });
        stored.current = { version, content: wanted };
        if (latest.current === wanted) setSaving('saved');
        return version;
      } catch (error) {
        setSaving(isRefusal(error) && error.code === 'CHANGED_MEANWHILE' ? 'conflict' : 'failed');
        throw error;
      }
    };
    // One after the other, whatever became of the one before.
    running.current = running.current.then(next, next);
    return running.current;
  }, [number, draft.id]);

  useEffect(() => {
    if (saving === 'conflict') return;
    const wait = saving === 'failed' ? pauses.failed : pauses.typing;
    const timer = setTimeout(() => void settle().catch(() => undefined), wait);
    return () => clearTimeout(timer);
  }, [content, saving, settle]);

  useEffect(() => {
    const keep = () => void settle().catch(() => undefined);
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
      void queries.invalidateQueries({ queryKey: ['sender', number, 'drafts'] });
    };
  }, [settle, queries, number]);

  const change = useCallback<OpenDraft['change']>((changes) => {
    const before = latest.current;
    latest.current = { ...before, ...(typeof changes === 'function' ? changes(before) : changes) };
    setContent(latest.current);
  }, []);
  return { draft, content, documents, saving, change, setDocuments, settle };
}

/** The documents in the sender's order, with their titles. */
export function titled({ content, documents }: Pick<OpenDraft, 'content' | 'documents'>) {
  return content.documents.flatMap(({ id, title }) => {
    const document = documents.find((one) => one.id === id);
    return document === undefined ? [] : [{ ...document, title }];
  });
}
