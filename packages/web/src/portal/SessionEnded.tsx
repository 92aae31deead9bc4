import type { AuthenticationLevel } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { DeadEnd } from '../components/DeadEnd/DeadEnd.tsx';
import { LoginButton } from './LoginButton/LoginButton.tsx';

interface SessionEndedProps {
  /** That of the session. */
  level: AuthenticationLevel;
  eid: string;
  room?: 'signer' | 'sender';
}

/** The session ran out while the page stood open. The new log-in is at the level it had. */
export function SessionEnded({ level, eid, room = 'signer' }: SessionEndedProps) {
  const { t } = useTranslation();
  return (
    <DeadEnd
      icon="clock"
      title={t('sessionEnded.title')}
      lead={t('sessionEnded.lead')}
      lost={t('sessionEnded.lost')}
      now={t('sessionEnded.now')}
    >
      <div className="segl-end__way">
        <LoginButton level={level} room={room} eid={eid}>
          {t('login.start', { eid })}
        </LoginButton>
      </div>
    </DeadEnd>
  );
}
