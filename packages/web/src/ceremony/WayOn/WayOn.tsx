import { Button } from '@digdir/designsystemet-react';
import type { CeremonyState } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { LogOut } from '../../components/LogOut/LogOut.tsx';
import './way-on.css';

/** Where a ceremony ends that no sender waits for: back to the inbox and out, or nowhere. */
export function WayOn({ state }: { state: CeremonyState }) {
  const { t } = useTranslation();
  if (state.portalHref === undefined) return <p className="segl-way-on">{t('signed.closeIt')}</p>;
  return (
    <div className="segl-way-on segl-way-on--answers">
      <Button asChild>
        <a href={state.portalHref}>{t('common.toInbox')}</a>
      </Button>
      <LogOut />
    </div>
  );
}
