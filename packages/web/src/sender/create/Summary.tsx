import type { DraftSigner } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { titled, type OpenDraft } from './use-draft.ts';

/** Always at the side: what the job is so far, and whether it is saved. */
export function Summary({ open }: { open: OpenDraft }) {
  const { t } = useTranslation('sender');
  const { content, saving } = open;
  const documents = titled(open);
  return (
    <aside className="segl-summary" aria-label={t('create.summary.title')}>
      <h2>{content.title.trim() === '' ? t('create.summary.noTitle') : content.title}</h2>
      <dl>
        <dt>{t('create.summary.documents')}</dt>
        <dd>
          {documents.length === 0
            ? t('create.summary.none')
            : documents.map(({ id, title }) => <span key={id}>{title}</span>)}
        </dd>
        <dt>{t('create.summary.signers')}</dt>
        <dd>
          {content.signers.length === 0
            ? t('create.summary.none')
            : content.signers.map((signer, index) => (
                <span key={signer.id}>
                  {nameOf(signer, t('create.signer.me')) ?? t('create.signer.legend', { number: index + 1 })}
                </span>
              ))}
        </dd>
        <dt>{t('create.summary.deadline')}</dt>
        <dd>{t('create.summary.inDays', { count: content.days })}</dd>
      </dl>
      <p role="status" className="segl-quiet">
        {saving === 'saving' && t('create.saving')}
        {saving === 'saved' && t('create.savedDraft')}
        {saving === 'failed' && t('create.notSaved')}
      </p>
    </aside>
  );
}

/** How the sender knows a signer; undefined for one of whom nothing is known yet. */
export function nameOf(
  { by, label = '', number = '', email = '', mobile = '' }: DraftSigner,
  me: string,
): string | undefined {
  if (by === 'me') return me;
  return [label, email, mobile, by === 'number' ? number : ''].find((text) => text.trim() !== '');
}
