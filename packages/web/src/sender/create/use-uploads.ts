import { useEffect, useRef, useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { uploadDocument } from '../../api/sender-drafts.ts';
import { useOrganisation } from '../use-me.ts';
import type { OpenDraft } from './use-draft.ts';

export interface UploadUnderWay {
  id: number;
  file: File;
  sent: number;
  state: 'sending' | 'waiting' | 'refused' | 'failed';
  /** Code of a refusal, and its reason where the document is what was refused. */
  code?: string;
  reason?: string;
}

export interface Uploads {
  underWay: readonly UploadUnderWay[];
  add: (files: readonly File[]) => void;
  again: (upload: UploadUnderWay) => void;
  drop: (upload: UploadUnderWay) => void;
  /** The name of the file that was added last. */
  added: string;
}

/** Sends files one after the other and adds to the draft those that can be signed. */
export function useUploads(open: OpenDraft): Uploads {
  const { number } = useOrganisation();
  const [underWay, setUnderWay] = useState<readonly UploadUnderWay[]>([]);
  const [added, setAdded] = useState('');
  const count = useRef(0);
  const line = useRef(Promise.resolve());
  const stop = useRef<AbortController>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    stop.current = controller;
    return () => controller.abort();
  }, []);
  const update = (id: number, changes: Partial<UploadUnderWay>) =>
    setUnderWay((before) => before.map((one) => (one.id === id ? { ...one, ...changes } : one)));
  const remove = (id: number) => setUnderWay((before) => before.filter((one) => one.id !== id));

  const send = async (id: number, file: File): Promise<void> => {
    if (file.size === 0) {
      update(id, { state: 'refused', code: 'EMPTY' });
      return;
    }
    const told = ({ sent, waiting }: { readonly sent: number; readonly waiting: boolean }) =>
      update(id, { sent, state: waiting ? 'waiting' : 'sending' });
    const signal = stop.current?.signal ?? AbortSignal.abort();
    try {
      const document = await uploadDocument(number, open.draft.id, file, told, signal);
      const title = titleOf(file.name);
      open.setDocuments((before) => [...before, document]);
      open.change(({ documents, title: jobTitle }) => ({
        documents: [...documents, { id: document.id, title }],
        title: jobTitle === '' ? title : jobTitle,
      }));
      remove(id);
      setAdded(file.name);
    } catch (error) {
      const isRefused = error instanceof Problem && error.status >= 400 && error.status < 500;
      if (!isRefused) {
        update(id, { state: 'failed' });
        return;
      }
      const { reason } = error.details as { reason?: string };
      update(id, { state: 'refused', code: error.code, ...(reason !== undefined && { reason }) });
    }
  };
  const queue = (id: number, file: File) => {
    line.current = line.current.then(() => send(id, file));
  };
  return {
    underWay,
    added,
    add: (files) => {
      for (const file of files) {
        count.current += 1;
        const id = count.current;
        setUnderWay((before) => [...before, { id, file, sent: 0, state: 'sending' }]);
        queue(id, file);
      }
    },
    again: ({ id, file }) => {
      update(id, { state: 'sending', sent: 0 });
      queue(id, file);
    },
    drop: ({ id }) => remove(id),
  };
}

/** What the file is called, as a person would write it. */
function titleOf(fileName: string): string {
  const stem = fileName.replace(/\.[a-z]{2,4}$/i, '').replaceAll('_', ' ');
  return Array.from(stem).slice(0, 80).join('');
}
