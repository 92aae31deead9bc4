import { Button, Tag } from '@digdir/designsystemet-react';
import type { OperatedOrganisation } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loading } from '../../components/Loading/Loading.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { writeDay } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useOrganisations } from './use-organisations.ts';

export function OrganisationsPage() {
  const { t } = useTranslation('sender');
  const { data, isPending, refetch } = useOrganisations();
  if (data === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  return (
    <>
      <div className="segl-settings-head">
        <PageHeading>{t('operator.organisations')}</PageHeading>
        <Button asChild>
          <Link to="new">{t('operator.add')}</Link>
        </Button>
      </div>
      <p className="segl-settings-lead">{t('operator.organisationsLead')}</p>
      <ul className="segl-rows" aria-label={t('operator.list')}>
        {data.items.map((organisation) => (
          <Row key={organisation.number} organisation={organisation} />
        ))}
      </ul>
    </>
  );
}

function Row({ organisation }: { organisation: OperatedOrganisation }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { number, name, sector, apiAccess, contactAddressing, managers, deactivatedAt } = organisation;
  return (
    <li>
      <div>
        <Link to={number} className="segl-users__name">
          {name}
        </Link>
        <span className="segl-users__detail">
          {number} · {t(`operator.sectorIs.${sector}`)} · {t('operator.managers', { count: managers })}
        </span>
      </div>
      <div className="segl-rows__rights">
        {deactivatedAt !== undefined && (
          <Tag data-color="warning" data-size="sm">
            {t('operator.deactivatedSince', { day: writeDay(deactivatedAt, language) })}
          </Tag>
        )}
        {apiAccess && <Tag data-size="sm">{t('operator.right.apiAccess')}</Tag>}
        {contactAddressing && <Tag data-size="sm">{t('operator.right.contactAddressing')}</Tag>}
      </div>
    </li>
  );
}
