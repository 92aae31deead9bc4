import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Problem } from '../api/problem.ts';
import { inboxKey } from './use-inbox.ts';
import { sessionKey } from './use-session.ts';

/** Why a job could not be opened although it was shown. */
export interface Refusal {
  kind: 'ended' | 'acted' | 'level';
  /** The job's title. */
  title: string;
  /** Tells one refusal from the next. */
  turn: number;
}

const kinds: Readonly<Record<string, Refusal['kind']>> = {
  JOB_ENDED: 'ended',
  JOB_NOT_FOUND: 'ended',
  SIGNER_ALREADY_ACTED: 'acted',
  LEVEL_TOO_LOW: 'level',
};

/** Keeps the last refusal to open a job, and asks for what is true now. `refuse` tells whether it knew the problem. */
export function useRefusal() {
  const queries = useQueryClient();
  const [refusal, setRefusal] = useState<Refusal>();
  const refuse = (problem: Problem, title: string): boolean => {
    const kind = kinds[problem.code];
    if (kind !== undefined) {
      setRefusal((last) => ({ kind, title, turn: (last?.turn ?? 0) + 1 }));
      void queries.invalidateQueries({ queryKey: inboxKey });
    } else if (problem.status === 401) {
      void queries.refetchQueries({ queryKey: sessionKey });
    }
    return kind !== undefined;
  };
  return { refusal, refuse };
}
