import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { addUser } from '../../../api/sender-users.ts';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { useOrganisation } from '../../use-me.ts';
import { useAct } from '../use-act.ts';
import { usersPage, type Done } from './use-trouble.ts';
import { UserForm, type UserFields } from './UserForm.tsx';

export function AddUser() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const navigate = useNavigate();
  const { mutate, isPending, problems, trouble } = useAct(number, (fields: UserFields) =>
    addUser(number, fields),
  );
  const submit = (fields: UserFields) =>
    mutate(fields, {
      onSuccess: (user) =>
        void navigate(usersPage(number), { state: { done: 'added', user } satisfies Done }),
    });
  return (
    <>
      <PageHeading>{t('users.addTitle')}</PageHeading>
      <UserForm
        busy={isPending}
        problems={problems}
        trouble={trouble}
        submit={submit}
        submitWords={t('users.send')}
      />
    </>
  );
}
