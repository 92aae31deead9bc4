import { Alert } from '@digdir/designsystemet-react';
import type { CeremonyNotice, CeremonyState } from '@segl/protocol/json';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import './notice.css';

/** Why the last try did not end in a signature. Takes the focus: it is what has happened since. */
export function Notice({ notice, state }: { notice: CeremonyNotice; state: CeremonyState }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, [notice]);
  return (
    <Alert ref={box} tabIndex={-1} data-color="warning" className="segl-notice">
      <h2 className="segl-notice__title">{t(`notices.${notice}.title`)}</h2>
      <p>{t(`notices.${notice}.body`, { eid: state.eidName, level: state.requiredAuthentication })}</p>
      {state.returnUrl !== undefined && (
        <p className="segl-notice__way">
          <a className="ds-link" href={state.returnUrl}>
            {t('common.backTo', { sender: state.sender.name })}
          </a>
        </p>
      )}
    </Alert>
  );
}
