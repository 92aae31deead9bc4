import { Alert, Button } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useReached } from '../../hooks/use-reached.ts';
import { inboxKey } from '../use-inbox.ts';
import { sessionKey } from '../use-session.ts';
import './ending-soon.css';

/** Milliseconds before the end from which the reader is warned. */
const ahead = 120_000;

/** Warns before the session ends, and lets the reader stay (WCAG 2.2.1). `endsAt` is by the browser's clock. */
export function EndingSoon({ endsAt }: { endsAt: number | undefined }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const soon = useReached(endsAt === undefined ? undefined : endsAt - ahead);
  const stay = async () => {
    // Asking for the inbox is what moves the end.
    await queries.refetchQueries({ queryKey: inboxKey });
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
