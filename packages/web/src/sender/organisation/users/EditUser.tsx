import type { OrganisationUser, UserChange } from '@segl/protocol/json';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { changeUser, fetchUsers } from '../../../api/sender-users.ts';
import { Loading } from '../../../components/Loading/Loading.tsx';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../../components/Unreachable/Unreachable.tsx';
import { useOrganisation } from '../../use-me.ts';
import { organisationKey, useAct } from '../use-act.ts';
import { usersPage, type Done } from './use-trouble.ts';
import { UserForm, type UserFields } from './UserForm.tsx';

export function EditUser() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const { user: id } = useParams();
  const users = useQuery({
    queryKey: organisationKey(number, 'users'),
    queryFn: () => fetchUsers(number),
  });
  if (users.data === undefined) {
    return users.isPending ? <Loading /> : <Unreachable retry={() => void users.refetch()} />;
  }
  const user = users.data.items.find((one) => one.id === id);
  if (user === undefined) return <PageHeading>{t('users.notFound')}</PageHeading>;
  return <Editing key={user.id} organisation={number} user={user} />;
}

function Editing({ organisation, user }: { organisation: string; user: OrganisationUser }) {
  const { t } = useTranslation('sender');
  const navigate = useNavigate();
  const { mutate, isPending, problems, trouble } = useAct(organisation, (change: UserChange) =>
    changeUser(organisation, user.id, change),
  );
  const submit = (fields: UserFields) =>
    mutate(changed(user, fields), {
      onSuccess: (after) =>
        void navigate(usersPage(organisation), { state: { done: 'changed', user: after } satisfies Done }),
    });
  return (
    <>
      <PageHeading eyebrow={user.name}>{t('users.editTitle')}</PageHeading>
      <UserForm
        user={user}
        busy={isPending}
        problems={problems}
        trouble={trouble}
        submit={submit}
        submitWords={t('shell.save')}
      />
    </>
  );
}

/** Only what was changed here, so that what another changed meanwhile stays. */
function changed(user: OrganisationUser, { name, email, role, lastDay }: UserFields): UserChange {
  return {
    ...(name !== user.name && { name }),
    ...(email !== user.email && { email }),
    ...(role !== user.role && { role }),
    ...(lastDay !== (user.lastDay ?? '') && { lastDay }),
  };
}
