import { Button, SkipLink } from '@digdir/designsystemet-react';
import type { Me } from '@segl/protocol/json';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { LanguageMenu } from '../../components/LanguageMenu/LanguageMenu.tsx';
import { LogOut } from '../../components/LogOut/LogOut.tsx';
import { Seal } from '../../components/Seal/Seal.tsx';
import { EndingSoon } from '../../portal/EndingSoon/EndingSoon.tsx';
import { useSession } from '../../portal/use-session.ts';
import { meKey, useOrganisation } from '../use-me.ts';
import './sender-shell.css';

/** Around every page of one organisation: who one is, where one is, and where one can go. */
export function SenderShell({ me, test, children }: { me: Me; test: boolean; children: ReactNode }) {
  const { t } = useTranslation('sender');
  const { t: common } = useTranslation();
  const { data } = useSession();
  const organisation = useOrganisation();
  const base = `/sender/${organisation.number}`;
  const manages = organisation.role === 'ACCOUNT_MANAGER';
  const several = me.organisations.length > 1 || me.operator;
  const to = (path: string, text: string) => (
    <li>
      <NavLink to={`${base}/${path}`}>{text}</NavLink>
    </li>
  );
  return (
    <>
      <SkipLink href="#content">{common('common.skip')}</SkipLink>
      <header className="segl-sender-header">
        {test && <p className="segl-test">{common('common.test')}</p>}
        <div className="segl-sender-header__row">
          <Link to={base} className="segl-sender-header__home">
            <Seal />
            <span className="segl-sender-header__name">{organisation.name}</span>
          </Link>
          {several && (
            <Link to="/sender" className="segl-sender-header__change">
              {t('shell.change')}
            </Link>
          )}
          <span className="segl-sender-header__person">{me.name ?? organisation.user.name}</span>
          <LanguageMenu />
          <LogOut size="sm" />
        </div>
        <nav className="segl-sender-nav" aria-label={t('shell.nav')}>
          <ul>
            {to('jobs/waiting', t('shell.waiting'))}
            {to('jobs/stopped', t('shell.stopped'))}
            {to('jobs/signed', t('shell.signed'))}
            {to('jobs/search', t('shell.search'))}
            {to('drafts', t('shell.drafts'))}
            {to('templates', t('shell.templates'))}
            {manages && to('settings', t('shell.settings'))}
          </ul>
          <Button asChild data-size="sm">
            <Link to={`${base}/drafts/new`}>{t('shell.create')}</Link>
          </Button>
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
