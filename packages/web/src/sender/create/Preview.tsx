import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { previewMessage } from '../../api/sender-drafts.ts';
import { useOrganisation } from '../use-me.ts';
import { Thumbnail } from './Thumbnail.tsx';
import { titled, type OpenDraft } from './use-draft.ts';

/** What the signer will receive: the email, word for word, and the first page. */
export function Preview({ open }: { open: OpenDraft }) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const { nonSensitiveTitle, days, activation, signers } = open.content;
  const { data } = useQuery({
    queryKey: [
      'sender',
      number,
      'preview',
      open.draft.id,
      nonSensitiveTitle,
      days,
      activation,
      signers.length,
    ],
    queryFn: async () => {
      await open.settle();
      return previewMessage(number, open.draft.id);
    },
    placeholderData: (before) => before,
  });
  const first = titled(open).find(({ mime }) => mime === 'application/pdf');
  return (
    <section className="segl-preview">
      <div className="segl-preview__mail">
        <h2>{t('create.send.preview')}</h2>
        {data !== undefined && (
          <blockquote lang={data.language}>
            <p className="segl-quiet">{t('create.send.from', { from: data.from })}</p>
            <p className="segl-preview__subject">{data.subject}</p>
            <p className="segl-preview__text">{data.text}</p>
          </blockquote>
        )}
      </div>
      {first !== undefined && (
        <div>
          <h2>{t('create.send.firstPage')}</h2>
          <Thumbnail href={first.href} width={200} />
        </div>
      )}
    </section>
  );
}
