import type { VerifiedSignature, VerifyReport } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../components/Icon/Icon.tsx';
import { PageHeading } from '../components/PageHeading/PageHeading.tsx';
import { writeDay, writeMoment } from '../i18n/dates.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { Coverage } from './Coverage.tsx';

const icons: Readonly<Record<VerifyReport['conclusion'], IconName>> = {
  PASSED: 'check',
  INDETERMINATE: 'alert',
  FAILED: 'cross',
};

/** What was proven of a file and what not, the answer first. */
export function Report({ name, report }: { name: string; report: VerifyReport }) {
  const { t } = useTranslation('verify');
  const { conclusion, kind, signatures, reasons } = report;
  const isUnsigned = reasons.some(({ code }) => code === 'VALIDATION_NO_SIGNATURE');
  return (
    <>
      <span className="segl-verify__icon" data-conclusion={conclusion}>
        <Icon name={icons[conclusion]} />
      </span>
      <PageHeading eyebrow={name}>{t(`title_${conclusion}`)}</PageHeading>
      <p className="segl-verify__lead">
        {isUnsigned ? t('unsigned') : kind === 'unknown' ? t('unknown') : t(`lead_${conclusion}`)}
      </p>
      {!isUnsigned && kind !== 'unknown' && <Reasons reasons={reasons} />}
      {signatures.map((signature, index) => (
        <Signature
          key={index}
          signature={signature}
          title={signatures.length === 1 ? t('seal') : t('signature', { number: index + 1 })}
        />
      ))}
    </>
  );
}

function Signature({ signature, title }: { signature: VerifiedSignature; title: string }) {
  const { t } = useTranslation('verify');
  const { conclusion, signer, statedSigner, level, reasons, documents, coverage } = signature;
  const certified = signer?.commonName ?? signer?.subject ?? t('unknownSigner');
  const strength = level?.slice(level.lastIndexOf('-') + 1) as 'B' | 'T' | 'LT' | 'LTA' | undefined;
  return (
    <section className="segl-verify__signature">
      <h2>
        {title}: {t(`conclusion.${conclusion}`)}
      </h2>
      <dl>
        <dt>{t('signer')}</dt>
        <dd>
          {statedSigner ?? certified}
          {statedSigner !== undefined && statedSigner !== certified && ` (${t('stated', { by: certified })})`}
        </dd>
        <dt>{t('when')}</dt>
        <dd>
          <When signature={signature} />
        </dd>
        <dt>{t('trust')}</dt>
        <dd>
          {signer?.trustAnchor === undefined ? t('nobody') : t('trustedBy', { anchor: signer.trustAnchor })}
        </dd>
        {signature.revocation !== undefined && (
          <>
            <dt>{t('revocation')}</dt>
            <dd>{t(`revoked.${signature.revocation}`)}</dd>
          </>
        )}
        {signature.timestamps.length > 0 && (
          <>
            <dt>{t('timestamps')}</dt>
            {signature.timestamps.map((stamp, place) => (
              <dd key={place}>
                <Timestamp stamp={stamp} />
              </dd>
            ))}
          </>
        )}
        {strength !== undefined && (
          <>
            <dt>{t('level')}</dt>
            <dd>
              {t(`strength.${strength}`)} ({level})
            </dd>
          </>
        )}
        {coverage !== undefined && (
          <>
            <dt>{t('covers')}</dt>
            <dd>
              <Coverage coverage={coverage} />
            </dd>
          </>
        )}
        {documents !== undefined && documents.length > 0 && (
          <>
            <dt>{t('covers')}</dt>
            <dd>{t('documents', { names: documents.join(', ') })}</dd>
          </>
        )}
      </dl>
      <Reasons reasons={reasons} />
      {signer !== undefined && (
        <details>
          <summary>{t('details')}</summary>
          <dl>
            <dt>{t('signer')}</dt>
            <dd>{signer.subject}</dd>
            <dt>{t('issuer')}</dt>
            <dd>{signer.issuer}</dd>
            <dt>{t('certificate')}</dt>
            <dd>{signer.certificateSha256}</dd>
          </dl>
        </details>
      )}
    </section>
  );
}

function When({ signature: { bestSignatureTime, signingTime } }: { signature: VerifiedSignature }) {
  const { t } = useTranslation('verify');
  const language = useLanguage();
  if (bestSignatureTime !== undefined)
    return t('proven', { moment: writeMoment(bestSignatureTime, language) });
  return signingTime === undefined
    ? t('never')
    : t('claimed', { moment: writeMoment(signingTime, language) });
}

function Timestamp({ stamp }: { stamp: VerifiedSignature['timestamps'][number] }) {
  const { t } = useTranslation('verify');
  const language = useLanguage();
  const what = t(`stamped.${stamp.kind}`);
  if (stamp.time === undefined || stamp.validUntil === undefined) return `${what}: ${t('stampBroken')}`;
  const words = {
    what,
    moment: writeMoment(stamp.time, language),
    authority: stamp.authority,
    until: writeDay(stamp.validUntil, language),
  };
  return stamp.state === 'PROVEN' ? t('stampProven', words) : t('stampNotProven', words);
}

/** In the words of the validator, which are English: they are for whoever is asked for help. */
function Reasons({ reasons }: { reasons: VerifyReport['reasons'] }) {
  const { t } = useTranslation('verify');
  if (reasons.length === 0) return null;
  return (
    <>
      <h3>{t('reasons')}</h3>
      <ul>
        {reasons.map(({ step, code, message }, index) => (
          <li key={index}>
            <span lang="en">
              {step}: {message}
            </span>{' '}
            ({code})
          </li>
        ))}
      </ul>
    </>
  );
}
