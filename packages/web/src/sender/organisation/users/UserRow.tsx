import { Button, Tag } from '@digdir/designsystemet-react';
import type { OrganisationUser } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { writeDay } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';

export type Act = 'deactivate' | 'reactivate' | 'invite';
export interface ActOnUser {
  readonly act: Act;
  readonly user: { readonly id: string; readonly name: string };
}

const colours = { INVITED: 'info', ACTIVE: 'success', ENDED: 'neutral', DEACTIVATED: 'neutral' } as const;

export function UserRow({ user, act }: { user: OrganisationUser; act: (act: Act) => void }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { id, name, state, lastDay, lastLoginAt } = user;
  const deactivated = state === 'DEACTIVATED';
  return (
    <li>
      <div className="segl-users__who">
        <Link to={id} aria-label={t('users.edit', { name })} className="segl-users__name">
          {name}
        </Link>
        {user.you && ` (${t('users.you')})`}
        <span className="segl-users__detail">{user.email}</span>
        <span className="segl-users__detail">{user.personalIdentificationNumber}</span>
      </div>
      <div className="segl-users__what">
        {t(`shell.role.${user.role}`)}
        <span className="segl-users__detail">
          {lastLoginAt === undefined
            ? t('users.neverHere')
            : t('users.lastLogin', { day: writeDay(lastLoginAt, language) })}
        </span>
        {lastDay !== undefined && (
          <span className="segl-users__detail">{t('users.until', { day: writeDay(lastDay, language) })}</span>
        )}
      </div>
      <Tag data-color={colours[state]} data-size="sm">
        {t(`users.state.${state}`)}
      </Tag>
      <div className="segl-users__acts">
        {state === 'INVITED' && (
          <Button
            variant="tertiary"
            data-size="sm"
            aria-label={t('users.inviteWho', { name })}
            onClick={() => act('invite')}
          >
            {t('users.invite')}
          </Button>
        )}
        <Button
          variant="tertiary"
          data-size="sm"
          data-color={deactivated ? 'accent' : 'neutral'}
          aria-label={t(deactivated ? 'users.reactivateWho' : 'users.deactivateWho', { name })}
          onClick={() => act(deactivated ? 'reactivate' : 'deactivate')}
        >
          {t(deactivated ? 'users.reactivate' : 'users.deactivate')}
        </Button>
      </div>
    </li>
  );
}
