import { Button, Checkbox, Tag } from '@digdir/designsystemet-react';
import type { ApiAccessView } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actOnCertificate, changeApiAccess, type CertificateAct } from '../../../api/sender-api-access.ts';
import { writeDay, writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { Told } from './Told.tsx';
import { useAccessAct } from './use-access-act.ts';

type Certificate = ApiAccessView['certificates'][number];

const colours = { REGISTERED: 'success', USED: 'info', EXPIRED: 'neutral', REVOKED: 'danger' } as const;
const acts: Readonly<Record<Certificate['state'], readonly CertificateAct[]>> = {
  REGISTERED: ['revoke'],
  USED: ['register', 'revoke'],
  EXPIRED: [],
  REVOKED: ['restore'],
};
const doneBy = { register: 'registered', revoke: 'revoked', restore: 'restored' } as const;

export function Certificates({ access }: { access: ApiAccessView }) {
  const { t } = useTranslation('sender');
  const acting = useAccessAct(
    (organisation, { sha256, act }: { sha256: string; act: CertificateAct }) =>
      actOnCertificate(organisation, sha256, act),
    ({ act }) => t(`apiAccess.${doneBy[act]}`),
  );
  // Shown at once; the service's answer takes its place.
  const [wish, setWish] = useState<boolean>();
  const choosing = useAccessAct(changeApiAccess, () => t('apiAccess.onlySaved'));
  return (
    <section className="segl-part">
      <h2>{t('apiAccess.certificates')}</h2>
      <Told told={acting.told ?? choosing.told} trouble={acting.trouble ?? choosing.trouble} />
      {access.certificates.length === 0 ? (
        <p>{t('apiAccess.noCertificates')}</p>
      ) : (
        <ul className="segl-rows segl-rows--tall">
          {access.certificates.map((certificate) => (
            <Row
              key={certificate.sha256}
              certificate={certificate}
              start={(act) => acting.start({ sha256: certificate.sha256, act })}
            />
          ))}
        </ul>
      )}
      <Checkbox
        label={t('apiAccess.only')}
        description={t('apiAccess.onlyWhy')}
        checked={(choosing.trouble === undefined ? wish : undefined) ?? access.registeredCertificatesOnly}
        onChange={({ currentTarget }) => {
          setWish(currentTarget.checked);
          choosing.start(currentTarget.checked, () => setWish(undefined));
        }}
      />
    </section>
  );
}

function Row({ certificate, start }: { certificate: Certificate; start: (act: CertificateAct) => void }) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { subject, issuer, validFrom, validTo, lastUsedAt, state, sha256 } = certificate;
  return (
    <li>
      <div>
        <span className="segl-rows__reason segl-users__name">{subject}</span>
        <span className="segl-users__detail segl-rows__reason">{t('apiAccess.issuer', { issuer })}</span>
        <span className="segl-users__detail">
          {t('apiAccess.valid', { from: writeDay(validFrom, language), to: writeDay(validTo, language) })}
        </span>
        <span className="segl-users__detail">
          {lastUsedAt === undefined
            ? t('apiAccess.neverUsed')
            : t('apiAccess.lastUsed', { moment: writeMoment(lastUsedAt, language) })}
        </span>
        <span className="segl-users__detail segl-rows__reason">SHA-256 {sha256}</span>
      </div>
      <Tag data-color={colours[state]} data-size="sm">
        {t(`apiAccess.state.${state}`)}
      </Tag>
      <div className="segl-rows__rights">
        {acts[state].map((act) => (
          <Button
            key={act}
            variant="tertiary"
            data-size="sm"
            aria-label={t(`apiAccess.actOn.${act}`, { subject })}
            onClick={() => start(act)}
          >
            {t(`apiAccess.act.${act}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}
