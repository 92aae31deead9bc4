import { Alert, Button, Textfield } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { createOrganisation } from '../../api/operator.ts';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { ProblemSummary } from '../organisation/ProblemSummary.tsx';
import { useActOn } from '../organisation/use-act.ts';
import { operatorKey, operatorPath } from './operator-key.ts';
import { RightsFields } from './RightsFields.tsx';
import { useFieldProblems } from './use-field-problems.ts';

const nothing = {
  ...{ number: '', name: '' },
  ...{ sector: 'private' as 'private' | 'public', apiAccess: true, contactAddressing: false },
};

export function AddOrganisation() {
  const { t } = useTranslation('sender');
  const navigate = useNavigate();
  const [fields, setFields] = useState(nothing);
  const { mutate, isPending, problems, trouble } = useActOn(operatorKey(), createOrganisation);
  const labels = { number: t('operator.number'), name: t('operator.name') };
  const { at, listed } = useFieldProblems(problems, labels);
  const field = (name: 'number' | 'name') => ({
    id: name,
    label: labels[name],
    value: fields[name],
    error: at(name),
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  return (
    <>
      <PageHeading>{t('operator.add')}</PageHeading>
      <form
        noValidate
        className="segl-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isPending) return;
          mutate(fields, {
            onSuccess: ({ number }) =>
              void navigate(`${operatorPath}/organisations/${number}`, { state: 'created' }),
          });
        }}
      >
        <ProblemSummary problems={listed} />
        <div role="alert">
          {trouble !== undefined && <Alert data-color="danger">{t('operator.failed')}</Alert>}
        </div>
        <Textfield
          {...field('number')}
          description={t('operator.numberWhy')}
          inputMode="numeric"
          className="segl-form__short"
        />
        <Textfield {...field('name')} />
        <RightsFields rights={fields} set={(rights) => setFields({ ...fields, ...rights })} />
        <div className="segl-form__acts">
          <Button type="submit" loading={isPending} aria-disabled={isPending || undefined}>
            {t('operator.add')}
          </Button>
          <Button asChild variant="tertiary">
            <Link to={`${operatorPath}/organisations`}>{t('shell.cancel')}</Link>
          </Button>
        </div>
      </form>
    </>
  );
}
