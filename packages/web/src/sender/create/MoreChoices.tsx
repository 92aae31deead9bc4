import { Field, Label, Select, ValidationMessage } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { useOrganisation } from '../use-me.ts';
import type { OpenDraft } from './use-draft.ts';
import { fieldId, type Problems } from './use-problems.ts';

type Choice = 'requiredAuthentication' | 'signatureType' | 'identifier';

/** What most never touch; each has a usual value. Private organisations have one way only but for the identifier. */
export function MoreChoices({ open, problems }: { open: OpenDraft; problems: Problems }) {
  const { t } = useTranslation('sender');
  const { sector } = useOrganisation();
  const { content, change } = open;
  const set = (name: Choice, value: string) =>
    change((before) => {
      const next = value === '' ? undefined : name === 'requiredAuthentication' ? Number(value) : value;
      return { ...before, [name]: next };
    });
  const choice = (name: Choice, label: string, options: readonly (readonly [string, string])[]) => {
    const problem = problems.at(`/${name}`);
    return (
      <Field className="segl-short">
        <Label htmlFor={fieldId(`/${name}`)}>{label}</Label>
        <Select
          id={fieldId(`/${name}`)}
          value={String(content[name] ?? '')}
          onChange={({ currentTarget }) => set(name, currentTarget.value)}
        >
          <Select.Option value="">{t('create.send.usual')}</Select.Option>
          {options.map(([value, words]) => (
            <Select.Option key={value} value={value}>
              {words}
            </Select.Option>
          ))}
        </Select>
        {problem !== undefined && <ValidationMessage>{problem}</ValidationMessage>}
      </Field>
    );
  };
  const identifiers = [
    'PERSONAL_IDENTIFICATION_NUMBER_AND_NAME',
    'DATE_OF_BIRTH_AND_NAME',
    ...(sector === 'public' ? (['NAME'] as const) : []),
  ] as const;
  const types = ['AUTHENTICATED_ELECTRONIC_SIGNATURE', 'ADVANCED_ELECTRONIC_SIGNATURE'] as const;
  const isUsed = [content.requiredAuthentication, content.signatureType, content.identifier].some(
    (value) => value !== undefined,
  );
  return (
    <details
      className="segl-choices"
      open={isUsed || problems.at('/signatureType') !== undefined || undefined}
    >
      <summary>{t('create.send.more')}</summary>
      {sector === 'public' &&
        choice('requiredAuthentication', t('create.send.level'), [
          ['3', t('create.send.level3')],
          ['4', t('create.send.level4')],
        ])}
      {sector === 'public' &&
        choice(
          'signatureType',
          t('create.send.signatureType'),
          types.map((type) => [type, t(`create.send.${type}`)] as const),
        )}
      {choice(
        'identifier',
        t('create.send.identifier'),
        identifiers.map((identifier) => [identifier, t(`create.send.${identifier}`)] as const),
      )}
    </details>
  );
}
