import { Button } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../Icon/Icon.tsx';
import { PageHeading } from '../PageHeading/PageHeading.tsx';
import './dead-end.css';

export interface DeadEndProps {
  icon: IconName;
  title: string;
  /** What happened. */
  lead: string;
  /** Whether anything is lost. */
  lost?: string;
  /** What to do now. */
  now: string;
  /** Where to go, and what the button says. */
  way?: { href: string; label: string } | undefined;
  children?: ReactNode;
}

/** A page that ends the way: what happened, whether anything is lost, what now. */
export function DeadEnd({ icon, title, lead, lost, now, way, children }: DeadEndProps) {
  const { t } = useTranslation();
  return (
    <article className="segl-end">
      <span className="segl-end__icon">
        <Icon name={icon} />
      </span>
      <PageHeading>{title}</PageHeading>
      <p className="segl-end__lead">{lead}</p>
      <dl className="segl-end__answers">
        {lost !== undefined && (
          <div>
            <dt>{t('common.nothingLost')}</dt>
            <dd>{lost}</dd>
          </div>
        )}
        <div>
          <dt>{t('common.whatNow')}</dt>
          <dd>{now}</dd>
        </div>
      </dl>
      {children}
      {way !== undefined && (
        <Button asChild className="segl-end__way">
          <a href={way.href}>{way.label}</a>
        </Button>
      )}
    </article>
  );
}
