import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchApiErrors } from '../../../api/sender-api-access.ts';
import { Loading } from '../../../components/Loading/Loading.tsx';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../../components/Unreachable/Unreachable.tsx';
import { writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { apiErrorsNb } from '../../texts/api-errors.ts';
import { useOrganisation } from '../../use-me.ts';
import { organisationKey } from '../use-act.ts';
import '../../components/rows.css';

/** What the API refused lately, and what to do about it. */
export function ApiErrorsPage() {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { number } = useOrganisation();
  const { data, isPending, refetch } = useQuery({
    queryKey: organisationKey(number, 'api-errors'),
    queryFn: () => fetchApiErrors(number),
  });
  if (data === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  return (
    <>
      <PageHeading>{t('apiAccess.errors')}</PageHeading>
      <p className="segl-settings-lead">{t('apiAccess.errorsLead')}</p>
      {data.items.length === 0 && <p>{t('apiAccess.noErrors')}</p>}
      <ul className="segl-rows">
        {data.items.map(({ at, method, route, status, code, detail }, index) => (
          <li key={`${at} ${index}`}>
            <div>
              <span className="segl-users__name">
                {code} ({status})
              </span>
              {code in apiErrorsNb && (
                <span className="segl-rows__reason">
                  {t(`apiAccess.explained.${code as keyof typeof apiErrorsNb}`)}
                </span>
              )}
              <span className="segl-users__detail segl-rows__reason">{detail}</span>
              <span className="segl-users__detail segl-rows__reason">
                {writeMoment(at, language)} · {method} {route}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
