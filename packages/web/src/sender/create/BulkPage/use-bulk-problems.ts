import type { BulkCheck, BulkProblem } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import type { ListedProblem } from '../../components/ProblemSummary.tsx';
import { createNb } from '../../texts/create.ts';

/** So many lead to their cells; the others stand in the table. */
const mostListed = 10;

export const cellId = (line: number, column: number | undefined) => `cell-${line}-${column ?? 'row'}`;
export const tableId = 'bulk-table';

export interface BulkProblems {
  /** The first of them. */
  listed: readonly ListedProblem[];
  count: number;
  words: (problem: BulkProblem) => string;
}

export function useBulkProblems(check: BulkCheck | undefined): BulkProblems {
  const { t } = useTranslation('sender');
  const ofTable = ({ code, column }: BulkProblem): string => {
    const known = createNb.bulk.problem;
    if (code !== 'template' && code in known) {
      const heading = check?.columns[column ?? -1]?.heading ?? '';
      return t(`create.bulk.problem.${code as 'COLUMN_UNKNOWN'}`, { column: heading });
    }
    return t('create.bulk.problem.template', { problem: words({ code }) });
  };
  const words = ({ code }: BulkProblem): string => {
    if (code in createNb.problem) return t(`create.problem.${code as keyof typeof createNb.problem}`);
    if (code in createNb.general && code !== 'other')
      return t(`create.general.${code as 'NOT_ALLOWED_FOR_SECTOR'}`);
    return t('create.problem.other');
  };
  const listed = [
    ...(check?.problems ?? []).map((problem) => ({ field: tableId, words: ofTable(problem) })),
    ...(check?.rows ?? []).flatMap(({ line, problems }) =>
      problems.map((problem) => ({
        field: cellId(line, problem.column),
        words: `${t('create.bulk.row')} ${line}: ${words(problem)}`,
      })),
    ),
  ];
  return { listed: listed.slice(0, mostListed), count: listed.length, words };
}
