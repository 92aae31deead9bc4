import { Alert, Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { createNb } from '../texts/create.ts';
import type { Uploads, UploadUnderWay } from './use-uploads.ts';

function isReason(code: string | undefined): code is keyof typeof createNb.refusal {
  return code !== undefined && code in createNb.refusal;
}

/** A document on its way, or why it did not get there. */
export function UnderWay({ upload, uploads }: { upload: UploadUnderWay; uploads: Uploads }) {
  const { t } = useTranslation('sender');
  const { file, sent, state } = upload;
  const { name, size } = file;
  const words = useWords(upload);
  if (state === 'sending' || state === 'waiting') {
    return (
      <div className="segl-upload">
        <label>
          {t(sent >= size ? 'create.upload.checking' : 'create.upload.sending', { name })}{' '}
          {state === 'waiting' && t('create.upload.waiting')}
          <progress max={size} value={sent} />
        </label>
      </div>
    );
  }
  return (
    <Alert data-color="danger" role="alert" className="segl-upload">
      {words}{' '}
      {state === 'failed' && (
        <Button variant="secondary" data-size="sm" onClick={() => uploads.again(upload)}>
          {t('create.upload.again')}
        </Button>
      )}{' '}
      <Button variant="tertiary" data-size="sm" onClick={() => uploads.drop(upload)}>
        {t('create.upload.remove')}
        <span className="ds-sr-only"> {name}</span>
      </Button>
    </Alert>
  );
}

function useWords({ file: { name }, state, code, reason }: UploadUnderWay): string {
  const { t } = useTranslation('sender');
  if (state === 'failed') return t('create.upload.failed', { name });
  if (code === 'DOCUMENTS_TOO_LARGE') return t('create.upload.tooLarge', { name });
  if (code === 'EMPTY') return t('create.upload.empty', { name });
  return `${t('create.upload.refused', { name })} ${t(`create.refusal.${isReason(reason) ? reason : 'other'}`)}`;
}
