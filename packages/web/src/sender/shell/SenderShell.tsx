import { SkipLink } from '@digdir/designsystemet-react';
import type { Me } from '@segl/protocol/json';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { LanguageMenu } from '../../components/LanguageMenu/LanguageMenu.tsx';
import { LogOut } from '../../components/LogOut/LogOut.tsx';
import { Seal } from '../../components/Seal/Seal.tsx';
import { EndingSoon } from '../../portal/EndingSoon/EndingSoon.tsx';
import { useSession } from '../../portal/use-session.ts';
import { meKey } from '../use-me.ts';
import './sender-shell.css';

interface SenderShellProps {
  me: Me;
  test: boolean;
  /** Where one is. */
  place: { readonly path: string; readonly name: string };
  person: string;
  links: readonly { readonly path: string; readonly text: string }[];
  /** What is done most, beside the links. */
  act?: ReactNode;
  children: ReactNode;
}

/** Around every page of one organisation, or of the operator: who one is, where one is, and where one can go. */
export function SenderShell({ me, test, place, person, links, act, children }: SenderShellProps) {
  const { t } = useTranslation('sender');
  const { t: common } = useTranslation();
  const { data } = useSession();
  const several = me.organisations.length + (me.operator ? 1 : 0) > 1;
  return (
    <>
      <SkipLink href="#content">{common('common.skip')}</SkipLink>
      <header className="segl-sender-header">
        {test && <p className="segl-test">{common('common.test')}</p>}
        <div className="segl-sender-header__row">
          <Link to={place.path} className="segl-sender-header__home">
            <Seal />
            <span className="segl-sender-header__name">{place.name}</span>
          </Link>
          {several && (
            <Link to="/sender" className="segl-sender-header__change">
              {t('shell.change')}
            </Link>
          )}
          <span className="segl-sender-header__person">{person}</span>
          <LanguageMenu />
          <LogOut size="sm" />
        </div>
        <nav className="segl-sender-nav" aria-label={t('shell.nav')}>
          <ul>
            {links.map(({ path, text }) => (
              <li key={path}>
                <NavLink to={`${place.path}/${path}`}>{text}</NavLink>
              </li>
            ))}
          </ul>
          {act}
        </nav>
      </header>
      <main id="content" className="segl-sender-main" tabIndex={-1}>
        <EndingSoon endsAt={data?.endsAt} sign={meKey} />
        {children}
      </main>
      <footer className="segl-sender-footer">
        <LogOut size="sm" everywhere />
      </footer>
    </>
  );
}
