import type { DraftContent, FieldProblem } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedProblem } from '../components/ProblemSummary.tsx';
import { createNb } from '../texts/create.ts';

export type Step = 'documents' | 'signers' | 'send';

export interface Problems {
  /** What is wrong with a field, by its pointer; undefined when nothing is. */
  at: (pointer: string) => string | undefined;
  listed: readonly ListedProblem[];
  turn: number;
  tell: (problems: readonly FieldProblem[]) => void;
}

/** The id of the field that a pointer into the draft's content means. */
export function fieldId(pointer: string): string {
  return `field${pointer.replaceAll('/', '-')}`;
}

/** Where the field stands. */
export function stepOf(field: string): Step {
  if (/^field-(documents|days)/.test(field)) return 'documents';
  return field.startsWith('field-signers') ? 'signers' : 'send';
}

function isKnown(code: string): code is keyof typeof createNb.problem {
  return code in createNb.problem;
}

/** What the service said of the draft when it was to be sent. A field that was changed since is not spoken of. */
export function useProblems(content: DraftContent): Problems {
  const { t } = useTranslation('sender');
  const [told, setTold] = useState({ problems: [] as readonly FieldProblem[], content, turn: 0 });
  const still = told.problems.filter(
    ({ pointer }) => valueAt(told.content, pointer) === valueAt(content, pointer),
  );
  const words = ({ code }: FieldProblem) => t(`create.problem.${isKnown(code) ? code : 'other'}`);
  const listedWords = (problem: FieldProblem): string => {
    const [, index] = /^\/signers\/(\d+)\//.exec(problem.pointer) ?? [];
    if (index === undefined) return words(problem);
    return `${t('create.signer.legend', { number: Number(index) + 1 })}: ${words(problem)}`;
  };
  return {
    at: (pointer) => {
      const found = still.find((problem) => problem.pointer === pointer);
      return found && words(found);
    },
    listed: still.map((problem) => ({ field: fieldId(problem.pointer), words: listedWords(problem) })),
    turn: told.turn,
    tell: (problems) => setTold(({ turn }) => ({ problems, content, turn: turn + 1 })),
  };
}

/** By JSON Pointer; lists count by their length. */
function valueAt(content: DraftContent, pointer: string): unknown {
  let value: unknown = content;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return Array.isArray(value) ? value.length : value;
}
