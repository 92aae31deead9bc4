import { Button, Textfield } from '@digdir/designsystemet-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removeDocument } from '../../api/sender-drafts.ts';
import { Icon } from '../../components/Icon/Icon.tsx';
import { useOrganisation } from '../use-me.ts';
import { MoveButtons } from './MoveButtons.tsx';
import { moved } from './move.ts';
import { Thumbnail } from './Thumbnail.tsx';
import { titled, type OpenDraft } from './use-draft.ts';
import { useDrag } from './use-drag.ts';
import { fieldId, type Problems } from './use-problems.ts';

/** The documents of a draft: first page, title, order. */
export function DraftDocuments({ open, problems }: { open: OpenDraft; problems: Problems }) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const { content, change, draft, setDocuments } = open;
  const [told, setTold] = useState('');
  const removing = useMutation({ mutationFn: (id: string) => removeDocument(number, draft.id, id) });
  const documents = titled(open);
  const move = (from: number, to: number) => {
    change({ documents: moved(content.documents, from, to) });
    setTold(t('create.document.moved', { title: documents[from]?.title ?? '', place: to + 1 }));
  };
  const drag = useDrag(move);
  const retitle = (id: string, title: string) =>
    change({ documents: content.documents.map((one) => (one.id === id ? { id, title } : one)) });
  const remove = (id: string) => {
    setDocuments((before) => before.filter((document) => document.id !== id));
    change({ documents: content.documents.filter((document) => document.id !== id) });
    removing.mutate(id);
  };
  if (documents.length === 0) return null;
  return (
    <>
      <p role="status" className="ds-sr-only">
        {told}
      </p>
      <ol className="segl-documents">
        {documents.map(({ id, title, pages, href, mime }, place) => (
          <li key={id} className="segl-document" {...drag(place)}>
            <a href={href} target="_blank" rel="noreferrer" className="segl-document__face">
              <span className="ds-sr-only">{t('create.document.open', { title })}</span>
              {mime === 'application/pdf' ? <Thumbnail href={href} /> : <Icon name="document" />}
            </a>
            <Textfield
              id={fieldId(`/documents/${place}/title`)}
              label={t('create.document.title')}
              description={t('create.document.pages', { count: pages })}
              value={title}
              maxLength={200}
              onChange={({ currentTarget }) => retitle(id, currentTarget.value)}
              error={problems.at(`/documents/${place}/title`)}
            />
            <div className="segl-document__ways">
              <MoveButtons
                place={place}
                count={documents.length}
                up={t('create.document.up', { title })}
                down={t('create.document.down', { title })}
                onMove={(to) => move(place, to)}
              />
              <Button
                icon
                variant="tertiary"
                data-color="danger"
                data-size="sm"
                aria-label={t('create.document.remove', { title })}
                onClick={() => remove(id)}
              >
                <Icon name="cross" />
              </Button>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
