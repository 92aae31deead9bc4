import { Alert, Button } from '@digdir/designsystemet-react';
import type { OperatedOrganisation } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'react-router';
import { changeRights, setActive } from '../../api/operator.ts';
import { Loading } from '../../components/Loading/Loading.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { writeDay } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { NotFoundPage } from '../../link/NotFoundPage.tsx';
import { useActOn } from '../organisation/use-act.ts';
import { ManagerForm } from './ManagerForm.tsx';
import { operatorKey } from './operator-key.ts';
import { RightsFields, type Rights } from './RightsFields.tsx';
import { useOrganisations } from './use-organisations.ts';

export function OrganisationPage() {
  const { number } = useParams();
  const { data, isPending, refetch } = useOrganisations();
  if (data === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  const organisation = data.items.find((one) => one.number === number);
  if (organisation === undefined) return <NotFoundPage />;
  return <Shown key={organisation.number} organisation={organisation} />;
}

function Shown({ organisation }: { organisation: OperatedOrganisation }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { number, name, deactivatedAt } = organisation;
  const arrived = useLocation().state as 'created' | null;
  const [told, setTold] = useState(arrived === 'created' ? t('operator.created', { name }) : undefined);
  return (
    <>
      <PageHeading>{name}</PageHeading>
      <p className="segl-settings-lead">
        {number} · {t('operator.managers', { count: organisation.managers })}
        {deactivatedAt !== undefined &&
          ` · ${t('operator.deactivatedSince', { day: writeDay(deactivatedAt, language) })}`}
      </p>
      <div role="status">{told !== undefined && <Alert data-color="success">{told}</Alert>}</div>
      <RightsForm organisation={organisation} tell={setTold} />
      <ManagerForm number={number} tell={setTold} />
      <Ending organisation={organisation} tell={setTold} />
    </>
  );
}

interface PartProps {
  organisation: OperatedOrganisation;
  tell: (words: string | undefined) => void;
}

function RightsForm({ organisation, tell }: PartProps) {
  const { t } = useTranslation('sender');
  const [rights, setRights] = useState<Rights>(organisation);
  const { mutate, isPending, trouble } = useActOn(
    operatorKey(),
    ({ sector, apiAccess, contactAddressing }: Rights) =>
      changeRights(organisation.number, { sector, apiAccess, contactAddressing }),
  );
  return (
    <form
      className="segl-form"
      onSubmit={(event) => {
        event.preventDefault();
        tell(undefined);
        if (!isPending) mutate(rights, { onSuccess: () => tell(t('operator.rightsSaved')) });
      }}
    >
      <div role="alert">
        {trouble !== undefined && <Alert data-color="danger">{t('operator.failed')}</Alert>}
      </div>
      <RightsFields rights={rights} set={setRights} />
      <div className="segl-form__acts">
        <Button type="submit" loading={isPending} aria-disabled={isPending || undefined}>
          {t('operator.saveRights')}
        </Button>
      </div>
    </form>
  );
}

function Ending({ organisation: { number, name, deactivatedAt }, tell }: PartProps) {
  const { t } = useTranslation('sender');
  const active = deactivatedAt === undefined;
  const { mutate, isPending, trouble } = useActOn(operatorKey(), (wanted: boolean) =>
    setActive(number, wanted),
  );
  const act = (wanted: boolean) => {
    tell(undefined);
    if (isPending) return;
    mutate(wanted, {
      onSuccess: () => tell(t(wanted ? 'operator.reactivated' : 'operator.deactivated', { name })),
    });
  };
  return (
    <section className="segl-part">
      <h2>{t('operator.ending')}</h2>
      <p>{t('operator.endingWhy')}</p>
      <div role="alert">
        {trouble !== undefined && <Alert data-color="danger">{t('operator.failed')}</Alert>}
      </div>
      <Button
        variant="secondary"
        data-color={active ? 'danger' : 'accent'}
        loading={isPending}
        onClick={() => act(!active)}
      >
        {t(active ? 'operator.deactivate' : 'operator.reactivate', { name })}
      </Button>
    </section>
  );
}
