import { SkipLink } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageMenu } from '../LanguageMenu/LanguageMenu.tsx';
import { LogOut } from '../LogOut/LogOut.tsx';
import { Seal } from '../Seal/Seal.tsx';
import './shell.css';

interface ShellProps {
  test?: boolean;
  /** Those who are logged in can log out from every page. */
  loggedIn?: boolean;
  bar?: ReactNode;
  children: ReactNode;
}

/** What every page has around it: skip link, test banner, mark, language and log-out, and the main column. */
export function Shell({ test = false, loggedIn = false, bar, children }: ShellProps) {
  const { t } = useTranslation();
  return (
    <>
      <SkipLink href="#content">{t('common.skip')}</SkipLink>
      <header className="segl-header">
        {test && <p className="segl-test">{t('common.test')}</p>}
        <div className="segl-header__row">
          <p className="segl-brand">
            <Seal />
            <span className="segl-brand__name">{t('common.service')}</span>
            <span className="segl-brand__tagline">{t('common.tagline')}</span>
          </p>
          <LanguageMenu />
          {loggedIn && <LogOut size="sm" />}
        </div>
      </header>
      <main id="content" className="segl-main" tabIndex={-1}>
        {children}
      </main>
      {bar}
    </>
  );
}
