import { Button } from '@digdir/designsystemet-react';
import type { BulkSent } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHeading } from '../../../components/PageHeading/PageHeading.tsx';
import { writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useOrganisation } from '../../use-me.ts';

export function Sent({ sent: { jobs, sentAt, repeated } }: { sent: BulkSent }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { number } = useOrganisation();
  return (
    <>
      <PageHeading>{t('create.bulk.sentTitle', { count: jobs.length })}</PageHeading>
      <p className="segl-settings-lead">
        {repeated
          ? t('create.bulk.sentBefore', { moment: writeMoment(sentAt, language) })
          : t('create.bulk.sentLead')}
      </p>
      <div className="segl-making__ways">
        <Button asChild>
          <Link to={`/sender/${number}/jobs/waiting`}>{t('create.bulk.toList')}</Link>
        </Button>
      </div>
    </>
  );
}
