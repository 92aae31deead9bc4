import { Checkbox, Fieldset, Radio } from '@digdir/designsystemet-react';
import type { OperatedOrganisation } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';

export type Rights = Pick<OperatedOrganisation, 'sector' | 'apiAccess' | 'contactAddressing'>;

/** What an organisation may do. */
export function RightsFields({ rights, set }: { rights: Rights; set: (rights: Rights) => void }) {
  const { t } = useTranslation('sender');
  return (
    <>
      <Fieldset>
        <Fieldset.Legend>{t('operator.sector')}</Fieldset.Legend>
        <Fieldset.Description>{t('operator.sectorWhy')}</Fieldset.Description>
        {(['private', 'public'] as const).map((sector) => (
          <Radio
            key={sector}
            name="sector"
            value={sector}
            label={t(`operator.sectorIs.${sector}`)}
            checked={rights.sector === sector}
            onChange={() => set({ ...rights, sector })}
          />
        ))}
      </Fieldset>
      <Fieldset>
        <Fieldset.Legend>{t('operator.rights')}</Fieldset.Legend>
        {(['apiAccess', 'contactAddressing'] as const).map((right) => (
          <Checkbox
            key={right}
            value={right}
            label={t(`operator.${right}`)}
            checked={rights[right]}
            onChange={(event) => set({ ...rights, [right]: event.target.checked })}
          />
        ))}
      </Fieldset>
    </>
  );
}
