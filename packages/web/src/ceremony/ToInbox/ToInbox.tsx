import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import './to-inbox.css';

/** Away from a request without an answer to it. */
export function ToInbox({ href }: { href: string }) {
  const { t } = useTranslation();
  return (
    <p className="segl-to-inbox">
      <a className="ds-link" href={href}>
        <Icon name="back" />
        {t('common.toInbox')}
      </a>
    </p>
  );
}
