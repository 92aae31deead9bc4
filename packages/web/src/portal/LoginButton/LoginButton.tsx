import { Button } from '@digdir/designsystemet-react';
import type { AuthenticationLevel } from '@segl/protocol/json';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { logIn } from '../../api/portal.ts';
import { useDeparture } from '../../hooks/use-departure.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { sessionKey } from '../use-session.ts';
import './login-button.css';

interface LoginButtonProps {
  level: AuthenticationLevel;
  /** Where the person comes back to. */
  room?: 'signer' | 'sender';
  eid: string;
  variant?: 'primary' | 'secondary';
  /** Before the browser leaves. */
  onStart?: () => void;
  children: ReactNode;
}

/** Leaves for the eID to log in at `level`. */
export function LoginButton({
  level,
  room = 'signer',
  eid,
  variant = 'primary',
  onStart,
  children,
}: LoginButtonProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const askAgain = () => void queries.resetQueries({ queryKey: sessionKey });
  const { step, start } = useDeparture({
    where: () => logIn({ level, language, room }),
    onReturn: askAgain,
  });
  const leaving = step === 'leaving';
  return (
    <div className="segl-login">
      <Button
        variant={variant}
        loading={leaving}
        aria-disabled={leaving || undefined}
        onClick={() => {
          if (leaving) return;
          onStart?.();
          start();
        }}
      >
        {leaving ? t('login.leaving', { eid }) : children}
      </Button>
      <p className="segl-login__trouble" role="alert">
        {step === 'failed' ? t('login.failed', { eid }) : ''}
      </p>
    </div>
  );
}
