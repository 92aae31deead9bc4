import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { generateCertificate } from '../../../api/sender-api-access.ts';
import { Told } from './Told.tsx';
import { useAccessAct } from './use-access-act.ts';

/** In the sandbox: a key pair with a certificate, handed out once. */
export function GenerateCertificate() {
  const { t } = useTranslation('sender');
  const { data, trouble, isPending, start } = useAccessAct(
    (organisation, _: undefined) => generateCertificate(organisation),
    () => t('apiAccess.registered'),
  );
  return (
    <section className="segl-part">
      <h2>{t('apiAccess.generate')}</h2>
      <p>{t('apiAccess.generateWhy')}</p>
      <Told told={undefined} trouble={trouble} />
      <div role="status">
        {data !== undefined && (
          <p>
            {t('apiAccess.generated')} <code>{data.password}</code>{' '}
            <a href={`data:application/x-pkcs12;base64,${data.pkcs12}`} download={data.fileName}>
              {t('apiAccess.download', { fileName: data.fileName })}
            </a>
          </p>
        )}
      </div>
      <Button variant="secondary" loading={isPending} onClick={() => start(undefined)}>
        {t('apiAccess.generate')}
      </Button>
    </section>
  );
}
