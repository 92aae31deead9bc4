import { Alert, Button, Fieldset, Radio, Textfield } from '@digdir/designsystemet-react';
import type { FieldProblem, OrganisationUser, Role } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrganisation } from '../../use-me.ts';
import { ProblemSummary } from '../ProblemSummary.tsx';
import { usersPage, useTrouble } from './use-trouble.ts';

export interface UserFields {
  readonly name: string;
  readonly personalIdentificationNumber: string;
  readonly email: string;
  readonly role: Role;
  /** `YYYY-MM-DD`; '' for no end. */
  readonly lastDay: string;
}

const roles = ['DOCUMENT_PROCESSOR', 'ACCOUNT_MANAGER'] as const;
const codes = [
  'REQUIRED',
  'TOO_LONG',
  'NUMBER_INVALID',
  'ALREADY_USER',
  'EMAIL_INVALID',
  'DATE_INVALID',
  'DATE_PAST',
] as const;

interface UserFormProps {
  /** Absent: a new one, who needs a number. */
  user?: OrganisationUser;
  busy: boolean;
  problems: readonly FieldProblem[];
  trouble: string | undefined;
  submit: (fields: UserFields) => void;
  submitWords: string;
}

export function UserForm({ user, busy, problems, trouble, submit, submitWords }: UserFormProps) {
  const { t } = useTranslation('sender');
  const back = usersPage(useOrganisation().number);
  const [fields, setFields] = useState<UserFields>({
    name: user?.name ?? '',
    personalIdentificationNumber: '',
    email: user?.email ?? '',
    role: user?.role ?? 'DOCUMENT_PROCESSOR',
    lastDay: user?.lastDay ?? '',
  });
  const words = useTrouble(trouble);
  const labels: Readonly<Record<string, string>> = {
    name: t('users.name'),
    personalIdentificationNumber: t('users.number'),
    email: t('users.email'),
    lastDay: t('users.lastDay'),
  };
  const found = problems.map(({ pointer, code }) => {
    const known = codes.find((one) => one === code);
    return { field: pointer.slice(1), words: known ? t(`users.problem.${known}`) : t('users.trouble.OTHER') };
  });
  const field = (name: Exclude<keyof UserFields, 'role'>) => ({
    id: name,
    value: fields[name],
    error: found.find((one) => one.field === name)?.words,
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  return (
    <form
      noValidate
      className="segl-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) submit(fields);
      }}
    >
      <ProblemSummary
        problems={found.map((one) => ({ ...one, words: `${labels[one.field] ?? one.field}: ${one.words}` }))}
      />
      <div role="alert">{words !== undefined && <Alert data-color="danger">{words}</Alert>}</div>
      <Textfield {...field('name')} label={t('users.name')} autoComplete="off" />
      {user === undefined && (
        <Textfield
          {...field('personalIdentificationNumber')}
          label={t('users.number')}
          description={t('users.numberWhy')}
          inputMode="numeric"
          autoComplete="off"
          className="segl-form__short"
        />
      )}
      <Textfield
        {...field('email')}
        label={t('users.email')}
        description={t('users.emailWhy')}
        type="email"
        autoComplete="off"
      />
      <Fieldset>
        <Fieldset.Legend>{t('users.role')}</Fieldset.Legend>
        {roles.map((role) => (
          <Radio
            key={role}
            name="role"
            value={role}
            label={t(`shell.role.${role}`)}
            description={t(`users.roleWhy.${role}`)}
            checked={fields.role === role}
            onChange={() => setFields({ ...fields, role })}
          />
        ))}
      </Fieldset>
      <Textfield
        {...field('lastDay')}
        label={t('users.lastDay')}
        description={t('users.lastDayWhy')}
        type="date"
        className="segl-form__short"
      />
      <div className="segl-form__acts">
        <Button type="submit" loading={busy} aria-disabled={busy || undefined}>
          {submitWords}
        </Button>
        <Button asChild variant="tertiary">
          <Link to={back}>{t('shell.cancel')}</Link>
        </Button>
      </div>
    </form>
  );
}
