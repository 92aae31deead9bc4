import { Button } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openJob } from '../../api/portal.ts';
import type { Problem } from '../../api/problem.ts';
import { useDeparture } from '../../hooks/use-departure.ts';

interface OpenButtonProps {
  /** The job's. */
  id: string;
  /** Takes the focus at once. */
  wanted: boolean;
  onRefused: (problem: Problem) => boolean;
  /** Which job, for those who hear the button alone. */
  children: ReactNode;
}

/** Leaves for the job's ceremony. */
export function OpenButton({ id, wanted, onRefused, children }: OpenButtonProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const button = useRef<HTMLButtonElement>(null);
  const { step, start } = useDeparture({
    where: () => openJob(id),
    onReturn: () => void queries.resetQueries(),
    onRefused,
  });
  useEffect(() => {
    if (wanted) button.current?.focus();
  }, [wanted]);
  const leaving = step === 'leaving';
  return (
    <div className="segl-job__way">
      <Button
        ref={button}
        loading={leaving}
        aria-disabled={leaving || undefined}
        onClick={leaving ? undefined : start}
      >
        {t(leaving ? 'inbox.opening' : 'inbox.open')}
        {children}
      </Button>
      <p className="segl-login__trouble" role="alert">
        {step === 'failed' ? t('inbox.openFailed') : ''}
      </p>
    </div>
  );
}
