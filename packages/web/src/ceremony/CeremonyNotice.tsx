import type { CeremonyNotice as NoticeKind, CeremonyState } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Notice } from '../components/Notice/Notice.tsx';

/** Why the last try did not end in a signature. */
export function CeremonyNotice({ notice, state }: { notice: NoticeKind; state: CeremonyState }) {
  const { t } = useTranslation();
  return (
    <Notice title={t(`notices.${notice}.title`)}>
      <p>{t(`notices.${notice}.body`, { eid: state.eidName, level: state.requiredAuthentication })}</p>
      {state.returnUrl !== undefined && (
        <p className="segl-notice__way">
          <a className="ds-link" href={state.returnUrl}>
            {t('common.backTo', { sender: state.sender.name })}
          </a>
        </p>
      )}
    </Notice>
  );
}
