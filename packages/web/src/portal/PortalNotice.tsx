import type { PortalNotice as NoticeKind } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Notice } from '../components/Notice/Notice.tsx';

/** Why the last try to log in did not give what was asked for. */
export function PortalNotice({ notice, eid }: { notice: NoticeKind; eid: string }) {
  const { t } = useTranslation();
  return (
    <Notice title={t(`loginNotices.${notice}.title`)}>
      <p>{t(`loginNotices.${notice}.body`, { eid })}</p>
    </Notice>
  );
}
