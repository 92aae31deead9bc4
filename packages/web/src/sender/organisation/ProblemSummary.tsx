import { ErrorSummary } from '@digdir/designsystemet-react';
import { useEffect, useRef, type ComponentRef } from 'react';
import { useTranslation } from 'react-i18next';

export interface FieldTrouble {
  /** Id of the field. */
  readonly field: string;
  readonly words: string;
}

/** Every problem of a form in one place, each leading to its field. Takes the focus when it appears. */
export function ProblemSummary({ problems }: { problems: readonly FieldTrouble[] }) {
  return problems.length === 0 ? null : <Summary problems={problems} />;
}

function Summary({ problems }: { problems: readonly FieldTrouble[] }) {
  const { t } = useTranslation('sender');
  const summary = useRef<ComponentRef<typeof ErrorSummary>>(null);
  useEffect(() => summary.current?.focus(), []);
  return (
    <ErrorSummary ref={summary} tabIndex={-1}>
      <ErrorSummary.Heading level={2}>
        {t('shell.problemsTitle', { count: problems.length })}
      </ErrorSummary.Heading>
      <ErrorSummary.List>
        {problems.map(({ field, words }) => (
          <ErrorSummary.Item key={field}>
            <ErrorSummary.Link href={`#${field}`}>{words}</ErrorSummary.Link>
          </ErrorSummary.Item>
        ))}
      </ErrorSummary.List>
    </ErrorSummary>
  );
}
