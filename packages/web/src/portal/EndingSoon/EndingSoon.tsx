import { Alert, Button } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useReached } from '../../hooks/use-reached.ts';
import { inboxKey } from '../use-inbox.ts';
import { sessionKey } from '../use-session.ts';
import './ending-soon.css';

/** Milliseconds before the end from which the reader is warned. */
const ahead = 120_000;

interface EndingSoonProps {
  /** By the browser's clock. */
  endsAt: number | undefined;
  /** A query that moves the end when it is asked again. */
  sign?: readonly string[];
}

/** Warns before the session ends, and lets the reader stay (WCAG 2.2.1). */
export function EndingSoon({ endsAt, sign = inboxKey }: EndingSoonProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const soon = useReached(endsAt === undefined ? undefined : endsAt - ahead);
  const stay = async () => {
    await queries.refetchQueries({ queryKey: sign });
    await queries.refetchQueries({ queryKey: sessionKey });
  };
  return (
    <div role="alert">
      {soon && (
        <Alert data-color="warning" className="segl-ending-soon">
          <p>{t('endingSoon.words')}</p>
          <Button variant="secondary" data-size="sm" data-color="neutral" onClick={() => void stay()}>
            {t('endingSoon.stay')}
          </Button>
        </Alert>
      )}
    </div>
  );
}
