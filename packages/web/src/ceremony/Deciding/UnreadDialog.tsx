import { Button, Dialog } from '@digdir/designsystemet-react';
import type { CeremonyDocument } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import './dialog.css';

interface UnreadDialogProps {
  unread: readonly CeremonyDocument[];
  onClose: () => void;
  onSign: () => void;
}

/** Somebody signs without having been to the end of everything here. They may have read it elsewhere: asked once. */
export function UnreadDialog({ unread, onClose, onSign }: UnreadDialogProps) {
  const { t } = useTranslation();
  const readOn = () => {
    onClose();
    const title = document.querySelector<HTMLElement>(`[data-document="${unread[0]?.number ?? ''}"]`);
    // After the dialog has given the focus back.
    requestAnimationFrame(() => title?.focus());
  };
  return (
    <Dialog open closeButton={false} onClose={onClose} aria-labelledby="unread-title" className="segl-dialog">
      <h2 id="unread-title">{t('deciding.unreadTitle')}</h2>
      <p>{t('deciding.unread')}</p>
      <ul>
        {unread.map(({ number, title }) => (
          <li key={number}>{title}</li>
        ))}
      </ul>
      <div className="segl-dialog__answers">
        <Button autoFocus onClick={readOn}>
          {t('deciding.readMore')}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onSign}>
          {t('deciding.haveRead')}
        </Button>
      </div>
    </Dialog>
  );
}
