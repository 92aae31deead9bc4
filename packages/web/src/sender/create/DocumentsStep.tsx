import { Button, Textfield } from '@digdir/designsystemet-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { DraftDocuments } from './DraftDocuments.tsx';
import { UnderWay } from './UnderWay.tsx';
import type { OpenDraft } from './use-draft.ts';
import { fieldId, type Problems } from './use-problems.ts';
import type { Uploads } from './use-uploads.ts';

interface DocumentsStepProps {
  open: OpenDraft;
  uploads: Uploads;
  problems: Problems;
}

/** Step 1: the documents, each looked into as it comes, and how long the signers have. */
export function DocumentsStep({ open, uploads, problems }: DocumentsStepProps) {
  const { t } = useTranslation('sender');
  const input = useRef<HTMLInputElement>(null);
  const { content, change } = open;
  const none = problems.at('/documents');
  return (
    <>
      <div className="segl-drop">
        <Icon name="document" />
        <p className="segl-drop__title">{t('create.drop.title')}</p>
        <Button variant="secondary" id={fieldId('/documents')} onClick={() => input.current?.click()}>
          {t('create.drop.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept="application/pdf,.pdf,.txt"
          onChange={({ currentTarget }) => {
            uploads.add([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <p className="segl-quiet">{t('create.drop.hint')}</p>
        {none !== undefined && <p className="segl-problem">{none}</p>}
      </div>
      <p role="status" className="ds-sr-only">
        {uploads.added !== '' && t('create.upload.done', { name: uploads.added })}
      </p>
      {uploads.underWay.map((upload) => (
        <UnderWay key={upload.id} upload={upload} uploads={uploads} />
      ))}
      <DraftDocuments open={open} problems={problems} />
      <Textfield
        id={fieldId('/days')}
        className="segl-short"
        type="number"
        min={1}
        max={90}
        label={t('create.days')}
        description={t('create.daysHint')}
        value={content.days === 0 ? '' : content.days}
        onChange={({ currentTarget }) => change({ days: daysOf(currentTarget.value) })}
        error={problems.at('/days')}
      />
    </>
  );
}

/** As the draft can keep it, right or not. */
function daysOf(text: string): number {
  const days = Math.trunc(Number(text));
  return Number.isFinite(days) ? Math.min(Math.max(days, 0), 1000) : 0;
}
