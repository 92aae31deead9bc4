import type { VerifiedSignature } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';

type Covered = NonNullable<VerifiedSignature['coverage']>;

/** How much of the file is signed: a bar, and the same in words. */
export function Coverage({ coverage: { bytes, total, revision, revisions } }: { coverage: Covered }) {
  const { t } = useTranslation('verify');
  const percent = Math.floor((100 * bytes) / total);
  return (
    <>
      {bytes === total ? t('whole') : t('later', { count: revisions - revision })}
      <span role="img" aria-label={t('picture', { percent })} className="segl-verify__bar">
        <span style={{ flexGrow: bytes }} />
        {bytes < total && <span style={{ flexGrow: total - bytes }} data-later />}
      </span>
    </>
  );
}
