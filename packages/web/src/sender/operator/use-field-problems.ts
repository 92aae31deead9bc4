import type { FieldProblem } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import type { FieldTrouble } from '../organisation/ProblemSummary.tsx';
import { operatorNb } from '../texts/operator.ts';

type ProblemCode = keyof typeof operatorNb.problem;

/** A form's problems in words, for the fields and for the summary, whose words begin with the field's label. */
export function useFieldProblems(
  problems: readonly FieldProblem[],
  labels: Readonly<Record<string, string>>,
): { readonly at: (field: string) => string | undefined; readonly listed: readonly FieldTrouble[] } {
  const { t } = useTranslation('sender');
  const found = problems.map(({ pointer, code }) => ({
    field: pointer.slice(1),
    words: code in operatorNb.problem ? t(`operator.problem.${code as ProblemCode}`) : t('operator.failed'),
  }));
  return {
    at: (field) => found.find((one) => one.field === field)?.words,
    listed: found.map(({ field, words }) => ({ field, words: `${labels[field] ?? field}: ${words}` })),
  };
}
