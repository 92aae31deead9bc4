import { Alert, Button, Checkbox, Fieldset, Radio, Textfield } from '@digdir/designsystemet-react';
import type { FieldProblem, OrganisationSettingsChange, OrganisationSettingsView } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../../i18n/choose.ts';
import { ProblemSummary } from '../ProblemSummary.tsx';
import { useTrouble } from '../users/use-trouble.ts';
import { useProblem } from './use-problem.ts';

interface SettingsFormProps {
  settings: OrganisationSettingsView;
  busy: boolean;
  problems: readonly FieldProblem[];
  trouble: string | undefined;
  submit: (change: OrganisationSettingsChange) => void;
}

const choices = ['statusChanges', 'deadlines', 'deletions'] as const;

export function SettingsForm({ settings, busy, problems, trouble, submit }: SettingsFormProps) {
  const { t } = useTranslation('sender');
  const problemWords = useProblem();
  const [fields, setFields] = useState({ ...settings, keptDays: String(settings.keptDays) });
  const [wrongDays, setWrongDays] = useState(0);
  const words = useTrouble(trouble);
  const found = [
    ...(wrongDays > 0 ? [{ field: 'keptDays', words: problemWords('DAYS') }] : []),
    ...problems.map(({ pointer, code }) => ({ field: pointer.slice(1), words: problemWords(code) })),
  ];
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const field = (name: 'name' | 'senderAddress' | 'keptDays') => ({
    id: name,
    label: t(`settings.${name}`),
    description: t(`settings.${name}Why`),
    value: fields[name],
    error: found.find((one) => one.field === name)?.words,
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  const save = () => {
    const days = /^\d{1,2}$/.test(fields.keptDays.trim()) ? Number(fields.keptDays) : 0;
    const valid = days >= 1 && days <= 40;
    // Counts, so that the summary takes the focus each time.
    setWrongDays(valid ? 0 : wrongDays + 1);
    if (valid) submit(changed(settings, { ...fields, keptDays: days }));
  };
  return (
    <form
      noValidate
      className="segl-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) save();
      }}
    >
      <ProblemSummary
        key={wrongDays}
        problems={found.map((one) => ({
          ...one,
          words: `${t(`settings.${one.field as 'name'}`)}: ${one.words}`,
        }))}
      />
      <div role="alert">{words !== undefined && <Alert data-color="danger">{words}</Alert>}</div>
      <Textfield {...field('name')} autoComplete="off" />
      <Textfield {...field('senderAddress')} type="email" autoComplete="off" />
      <Fieldset>
        <Fieldset.Legend>{t('settings.language')}</Fieldset.Legend>
        <Fieldset.Description>{t('settings.languageWhy')}</Fieldset.Description>
        {languages.map(({ code, name }) => (
          <Radio
            key={code}
            name="language"
            value={code}
            label={<span lang={code}>{name}</span>}
            checked={fields.language === code}
            onChange={() => set({ language: code })}
          />
        ))}
      </Fieldset>
      <Fieldset>
        <Fieldset.Legend>{t('settings.storage')}</Fieldset.Legend>
        <Checkbox
          label={t('settings.long')}
          description={t('settings.longWhy')}
          checked={fields.longTermStorage}
          onChange={(event) => set({ longTermStorage: event.target.checked })}
        />
        <Textfield {...field('keptDays')} inputMode="numeric" />
      </Fieldset>
      <Fieldset>
        <Fieldset.Legend>{t('settings.choices')}</Fieldset.Legend>
        {choices.map((choice) => (
          <Checkbox
            key={choice}
            label={t(`settings.${choice}`)}
            checked={fields.notificationChoices[choice]}
            onChange={(event) =>
              set({
                notificationChoices: { ...fields.notificationChoices, [choice]: event.target.checked },
              })
            }
          />
        ))}
      </Fieldset>
      <Fieldset>
        <Fieldset.Legend>{t('settings.code')}</Fieldset.Legend>
        <Checkbox
          label={t('settings.codeBySms')}
          description={t('settings.codeBySmsWhy')}
          checked={fields.codeBySms}
          onChange={(event) => set({ codeBySms: event.target.checked })}
        />
      </Fieldset>
      <div className="segl-form__acts">
        <Button type="submit" loading={busy} aria-disabled={busy || undefined}>
          {t('shell.save')}
        </Button>
      </div>
    </form>
  );
}

/** Only what was changed here, so that what another changed meanwhile stays. */
function changed(
  before: OrganisationSettingsView,
  { logo: _, ...after }: OrganisationSettingsView,
): OrganisationSettingsChange {
  const entries = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof typeof before]),
  );
  return Object.fromEntries(entries);
}
