import type { OrganisationSettingsChange, OrganisationSettingsView } from '@segl/protocol/json';
import { Alert } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSettings, fetchSettings } from '../../../api/sender-settings.ts';
import { Loading } from '../../../components/Loading/Loading.tsx';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../../components/Unreachable/Unreachable.tsx';
import { useOrganisation } from '../../use-me.ts';
import { organisationKey, useAct } from '../use-act.ts';
import { LogoPart } from './LogoPart.tsx';
import { SettingsForm } from './SettingsForm.tsx';

export function SettingsPage() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const settings = useQuery({
    queryKey: organisationKey(number, 'settings'),
    queryFn: () => fetchSettings(number),
  });
  if (settings.data === undefined) {
    return settings.isPending ? <Loading /> : <Unreachable retry={() => void settings.refetch()} />;
  }
  return (
    <>
      <PageHeading>{t('settings.title')}</PageHeading>
      <p className="segl-settings-lead">{t('settings.lead')}</p>
      <LogoPart logo={settings.data.logo} />
      <Changing settings={settings.data} />
    </>
  );
}

function Changing({ settings }: { settings: OrganisationSettingsView }) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const [saved, setSaved] = useState(false);
  const { mutate, isPending, problems, trouble } = useAct(number, (change: OrganisationSettingsChange) =>
    changeSettings(number, change),
  );
  const submit = (change: OrganisationSettingsChange) => {
    setSaved(false);
    mutate(change, { onSuccess: () => setSaved(true) });
  };
  return (
    <>
      <SettingsForm
        settings={settings}
        busy={isPending}
        problems={problems}
        trouble={trouble}
        submit={submit}
      />
      <div role="status" className="segl-form">
        {saved && <Alert data-color="success">{t('settings.saved')}</Alert>}
      </div>
    </>
  );
}
