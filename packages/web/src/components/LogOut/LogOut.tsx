import { Button } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { logOut } from '../../api/portal.ts';
import { useDeparture } from '../../hooks/use-departure.ts';
import './log-out.css';

/** Ends the session here and at the eID. Small in a page's header, else as large as the buttons beside it. */
export function LogOut({ size = 'md' }: { size?: 'sm' | 'md' }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { step, start } = useDeparture({
    where: logOut,
    // What was shown to one person must not stay for the next.
    onReturn: () => void queries.resetQueries(),
  });
  return (
    <>
      <Button
        variant="tertiary"
        data-color="neutral"
        data-size={size}
        className="segl-log-out"
        onClick={() => {
          if (step !== 'leaving') start();
        }}
      >
        {t(step === 'leaving' ? 'logOut.leaving' : 'logOut.action')}
      </Button>
      <p className="segl-log-out__trouble" role="alert">
        {step === 'failed' ? t('logOut.failed') : ''}
      </p>
    </>
  );
}
