import { Alert, Button } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { actOnUser, fetchUsers } from '../../../api/sender-users.ts';
import { Loading } from '../../../components/Loading/Loading.tsx';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../../components/Unreachable/Unreachable.tsx';
import { useOrganisation } from '../../use-me.ts';
import { organisationKey, useAct } from '../use-act.ts';
import { ChangeLog } from './ChangeLog.tsx';
import { UserRow, type Act, type ActOnUser } from './UserRow.tsx';
import { useTrouble, type Done } from './use-trouble.ts';

const doneBy: Readonly<Record<Act, Done['done']>> = {
  deactivate: 'deactivated',
  reactivate: 'reactivated',
  invite: 'invited',
};
const undoOf = { deactivated: 'reactivate', reactivated: 'deactivate' } as const;

export function UsersPage() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const users = useQuery({
    queryKey: organisationKey(number, 'users'),
    queryFn: () => fetchUsers(number),
  });
  const arrived = useLocation().state as Done | null;
  const [last, setLast] = useState(arrived ?? undefined);
  const { mutate, trouble, isPending } = useAct(number, ({ act, user }: ActOnUser) =>
    actOnUser(number, user.id, act),
  );
  const words = useTrouble(trouble);
  const list = useRef<HTMLUListElement>(null);
  const start = (given: ActOnUser) => {
    if (isPending) return;
    setLast(undefined);
    mutate(given, {
      onSuccess: () => setLast({ done: doneBy[given.act], user: given.user }),
    });
  };
  const undo = () => {
    if (last === undefined || !(last.done in undoOf)) return;
    start({ act: undoOf[last.done as keyof typeof undoOf], user: last.user });
    // The button that had the focus goes away with what it undid.
    list.current?.focus();
  };
  if (users.data === undefined) {
    return users.isPending ? <Loading /> : <Unreachable retry={() => void users.refetch()} />;
  }
  return (
    <>
      <div className="segl-settings-head">
        <PageHeading>{t('users.title')}</PageHeading>
        <Button asChild>
          <Link to="new">{t('users.add')}</Link>
        </Button>
      </div>
      <p className="segl-settings-lead">{t('users.lead')}</p>
      <div role="status">
        {last !== undefined && (
          <Alert data-color="success" className="segl-told">
            <span>{t(`users.${last.done}`, { name: last.user.name })}</span>
            {last.done in undoOf && (
              <Button variant="secondary" data-size="sm" onClick={undo}>
                {t('shell.undo')}
              </Button>
            )}
          </Alert>
        )}
      </div>
      <div role="alert">{words !== undefined && <Alert data-color="danger">{words}</Alert>}</div>
      <ul ref={list} tabIndex={-1} className="segl-users" aria-label={t('users.list')}>
        {users.data.items.map((user) => (
          <UserRow key={user.id} user={user} act={(act) => start({ act, user })} />
        ))}
      </ul>
      <ChangeLog organisation={number} />
    </>
  );
}
