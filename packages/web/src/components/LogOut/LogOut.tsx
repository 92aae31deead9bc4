import { Button } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { logOut, logOutEverywhere } from '../../api/portal.ts';
import { useDeparture } from '../../hooks/use-departure.ts';
import './log-out.css';

interface LogOutProps {
  /** Small in a page's header, else as large as the buttons beside it. */
  size?: 'sm' | 'md';
  /** On all of the person's devices. */
  everywhere?: boolean;
}

/** Ends the session here and at the eID. */
export function LogOut({ size = 'md', everywhere = false }: LogOutProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { step, start } = useDeparture({
    where: everywhere ? logOutEverywhere : logOut,
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
        {t(step === 'leaving' ? 'logOut.leaving' : everywhere ? 'logOut.everywhere' : 'logOut.action')}
      </Button>
      <p className="segl-log-out__trouble" role="alert">
        {step === 'failed' ? t('logOut.failed') : ''}
      </p>
    </>
  );
}
