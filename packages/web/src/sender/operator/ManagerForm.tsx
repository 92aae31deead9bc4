import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addManager } from '../../api/operator.ts';
import { ProblemSummary } from '../organisation/ProblemSummary.tsx';
import { useActOn } from '../organisation/use-act.ts';
import { operatorKey } from './operator-key.ts';
import { useFieldProblems } from './use-field-problems.ts';

const nobody = { name: '', personalIdentificationNumber: '', email: '' };

/** Lets an account manager in, who manages the organisation from then on. */
export function ManagerForm({ number, tell }: { number: string; tell: (words: string | undefined) => void }) {
  const { t } = useTranslation('sender');
  const [fields, setFields] = useState(nobody);
  const { mutate, isPending, problems, trouble } = useActOn(operatorKey(), (manager: typeof nobody) =>
    addManager(number, manager),
  );
  const labels = {
    name: t('users.name'),
    personalIdentificationNumber: t('users.number'),
    email: t('users.email'),
  };
  const { at, listed } = useFieldProblems(problems, labels);
  const field = (name: keyof typeof nobody) => ({
    id: name,
    label: labels[name],
    value: fields[name],
    error: at(name),
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  const submit = () => {
    tell(undefined);
    if (isPending) return;
    mutate(fields, {
      onSuccess: () => {
        tell(t('operator.managerAdded', { name: fields.name }));
        setFields(nobody);
      },
    });
  };
  return (
    <section className="segl-part">
      <h2>{t('operator.manager')}</h2>
      <p>{t('operator.managerWhy')}</p>
      <form
        noValidate
        className="segl-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ProblemSummary problems={listed} />
        <div role="alert">
          {trouble !== undefined && <Alert data-color="danger">{t('operator.failed')}</Alert>}
        </div>
        <Textfield {...field('name')} />
        <Textfield
          {...field('personalIdentificationNumber')}
          inputMode="numeric"
          className="segl-form__short"
        />
        <Textfield {...field('email')} type="email" />
        <div className="segl-form__acts">
          <Button type="submit" loading={isPending} aria-disabled={isPending || undefined}>
            {t('operator.addManager')}
          </Button>
        </div>
      </form>
    </section>
  );
}
