import { Button, Checkbox, Field, Label, Select, Textfield } from '@digdir/designsystemet-react';
import type { DraftSigner } from '@segl/protocol/json';
import { useId, type ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { useOrganisation } from '../use-me.ts';
import { MoveButtons } from './MoveButtons.tsx';
import { pastedRows, type PastedRow } from './pasted-rows.ts';
import { fieldId, type Problems } from './use-problems.ts';

interface SignerFieldsProps {
  signer: DraftSigner;
  place: number;
  count: number;
  problems: Problems;
  chained: boolean;
  /** Has a role, by which a table tells of them. */
  ofTemplate: boolean;
  /** Signs at the same time as the one before. */
  together: boolean;
  onChange: (changes: Partial<DraftSigner>) => void;
  onTogether: (together: boolean) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
  onPaste: (rows: readonly PastedRow[]) => void;
}

/** One signer: how they are found, and where they are told. */
export function SignerFields({
  signer,
  place,
  count,
  problems,
  chained,
  ofTemplate,
  together,
  ...on
}: SignerFieldsProps) {
  const { t } = useTranslation('sender');
  const number = place + 1;
  const paste = (event: ClipboardEvent) => {
    const rows = pastedRows(event.clipboardData.getData('text'));
    if (rows === undefined) return;
    event.preventDefault();
    on.onPaste(rows);
  };
  return (
    <fieldset className="segl-signer-row" onPaste={paste}>
      <legend>
        {t('create.signer.legend', { number })}
        {signer.label !== undefined && signer.label !== '' && `: ${signer.label}`}
      </legend>
      {ofTemplate && (
        <Textfield
          className="segl-short"
          autoComplete="off"
          label={t('create.signer.role')}
          value={signer.label ?? ''}
          maxLength={80}
          onChange={({ currentTarget }) => on.onChange({ label: currentTarget.value })}
        />
      )}
      {signer.by === 'me' ? (
        <p>{t('create.signer.meHint')}</p>
      ) : (
        <Addresses signer={signer} place={place} problems={problems} onChange={on.onChange} />
      )}
      {chained && place > 0 && (
        <Checkbox
          data-size="sm"
          label={t('create.signer.together')}
          checked={together}
          onChange={({ currentTarget }) => on.onTogether(currentTarget.checked)}
        />
      )}
      <div className="segl-signer-row__ways">
        {chained && (
          <MoveButtons
            place={place}
            count={count}
            up={t('create.signer.up', { number })}
            down={t('create.signer.down', { number })}
            onMove={on.onMove}
          />
        )}
        <Button
          icon
          variant="tertiary"
          data-color="danger"
          data-size="sm"
          aria-label={t('create.signer.remove', { number })}
          onClick={on.onRemove}
        >
          <Icon name="cross" />
        </Button>
      </div>
    </fieldset>
  );
}

type AddressesProps = Pick<SignerFieldsProps, 'signer' | 'place' | 'problems' | 'onChange'>;

function Addresses({ signer, place, problems, onChange }: AddressesProps) {
  const { t } = useTranslation('sender');
  const { contactAddressing, sector } = useOrganisation();
  const by = useId();
  const field = (name: 'number' | 'email' | 'mobile', mode: 'numeric' | 'email' | 'tel') => (
    <Textfield
      id={fieldId(`/signers/${place}/${name}`)}
      inputMode={mode}
      autoComplete="off"
      label={t(`create.signer.${name}`)}
      value={signer[name] ?? ''}
      maxLength={254}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
      error={problems.at(`/signers/${place}/${name}`)}
    />
  );
  return (
    <>
      {contactAddressing && (
        <Field className="segl-short">
          <Label htmlFor={by}>{t('create.signer.by')}</Label>
          <Select
            id={by}
            value={signer.by}
            onChange={({ currentTarget }) =>
              onChange({ by: currentTarget.value === 'number' ? 'number' : 'contact' })
            }
          >
            <Select.Option value="contact">{t('create.signer.byContact')}</Select.Option>
            <Select.Option value="number">{t('create.signer.byNumber')}</Select.Option>
          </Select>
        </Field>
      )}
      <div className="segl-signer-row__fields">
        {signer.by === 'number' && field('number', 'numeric')}
        {field('email', 'email')}
        {field('mobile', 'tel')}
      </div>
      {signer.by === 'number' && sector === 'public' && signer.onBehalfOf === 'SELF' && (
        <p className="segl-quiet">{t('create.signer.lookup')}</p>
      )}
      <Checkbox
        data-size="sm"
        label={t('create.signer.other')}
        checked={signer.onBehalfOf === 'OTHER'}
        onChange={({ currentTarget }) => onChange({ onBehalfOf: currentTarget.checked ? 'OTHER' : 'SELF' })}
      />
    </>
  );
}
