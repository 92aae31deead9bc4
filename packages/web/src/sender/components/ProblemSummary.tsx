import { Alert } from '@digdir/designsystemet-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export interface ListedProblem {
  /** Id of the field. */
  field: string;
  words: string;
}

interface ProblemSummaryProps {
  problems: readonly ListedProblem[];
  /** How many there are, where not all are listed. */
  count?: number;
  /** Another for each try, so that each takes the focus. */
  turn: number;
  /** Before the field is looked for, where it may not be shown. */
  onGo?: (field: string) => void;
}

/** Everything that must be put right, in one place that takes the focus, with a way to each. */
export function ProblemSummary({ problems, count = problems.length, turn, onGo }: ProblemSummaryProps) {
  const { t } = useTranslation('sender');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (turn > 0) box.current?.focus();
  }, [turn]);
  if (problems.length === 0) return null;
  return (
    <Alert ref={box} tabIndex={-1} data-color="danger" className="segl-problems">
      <h2>{t('shell.problemsTitle', { count })}</h2>
      <ul>
        {problems.map(({ field, words }) => (
          <li key={field + words}>
            <a
              href={`#${field}`}
              onClick={(event) => {
                event.preventDefault();
                onGo?.(field);
                // The field may stand in a step that is about to be shown.
                requestAnimationFrame(() => document.getElementById(field)?.focus());
              }}
            >
              {words}
            </a>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
