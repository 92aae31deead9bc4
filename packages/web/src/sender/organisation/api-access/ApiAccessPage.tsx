import { Alert } from '@digdir/designsystemet-react';
import type { ApiAccessView } from '@segl/protocol/json';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { fetchApiAccess } from '../../../api/sender-api-access.ts';
import { Loading } from '../../../components/Loading/Loading.tsx';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../../components/Unreachable/Unreachable.tsx';
import { writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useOrganisation } from '../../use-me.ts';
import { organisationKey } from '../use-act.ts';
import { Brokers } from './Brokers.tsx';
import { Certificates } from './Certificates.tsx';
import { GenerateCertificate } from './GenerateCertificate.tsx';
import { RegisterCertificate } from './RegisterCertificate.tsx';
import '../../components/rows.css';

export function ApiAccessPage() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const { data, isPending, refetch } = useQuery({
    queryKey: organisationKey(number, 'api-access'),
    queryFn: () => fetchApiAccess(number),
  });
  if (data === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  return (
    <>
      <PageHeading>{t('apiAccess.title')}</PageHeading>
      <p className="segl-settings-lead">{t('apiAccess.lead')}</p>
      {!data.apiAccess && <Alert data-color="info">{t('apiAccess.none')}</Alert>}
      <Certificates access={data} />
      <RegisterCertificate />
      {data.canGenerate && <GenerateCertificate />}
      <Brokers brokers={data.brokers} />
      <Queues queues={data.queues} />
      <p className="segl-part">
        <Link to="errors">{t('apiAccess.errors')}</Link>
      </p>
    </>
  );
}

function Queues({ queues }: { queues: ApiAccessView['queues'] }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  return (
    <section className="segl-part">
      <h2>{t('apiAccess.queues')}</h2>
      {queues.length === 0 ? (
        <p>{t('apiAccess.noQueues')}</p>
      ) : (
        <ul className="segl-rows">
          {queues.map(({ flow, name, waiting, oldestAt }) => (
            <li key={`${flow} ${name}`}>
              <div>
                <span className="segl-users__name">
                  {t(`apiAccess.queue.${flow}`)}: {name === '' ? t('apiAccess.defaultQueue') : name}
                </span>
                <span className="segl-users__detail">
                  {t('apiAccess.waiting', { count: waiting })},{' '}
                  {t('apiAccess.oldest', { moment: writeMoment(oldestAt, language) })}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
