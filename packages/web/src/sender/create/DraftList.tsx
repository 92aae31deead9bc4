import { Alert, Button } from '@digdir/designsystemet-react';
import type { DraftKind, DraftList as Listed } from '@segl/protocol/json';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { deleteDraft, fetchDrafts, restoreDraft } from '../../api/sender-drafts.ts';
import { Loading } from '../../components/Loading/Loading.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { writeMoment } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useOrganisation } from '../use-me.ts';
import './draft-list.css';

type Item = Listed['items'][number];

/** `/sender/{number}/drafts` and `…/templates`. What is deleted can be taken back at once. */
export function DraftList({ kind }: { kind: DraftKind }) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const queries = useQueryClient();
  const queryKey = ['sender', number, 'drafts', kind];
  const { data, isPending, refetch } = useQuery({ queryKey, queryFn: () => fetchDrafts(number, kind) });
  const [gone, setGone] = useState<Item>();
  const refresh = () => queries.invalidateQueries({ queryKey });
  const deleting = useMutation({
    mutationFn: ({ id }: Item) => deleteDraft(number, id),
    onSuccess: (_, item) => setGone(item),
    onSettled: refresh,
  });
  const restoring = useMutation({
    mutationFn: ({ id }: Item) => restoreDraft(number, id),
    onSuccess: () => setGone(undefined),
    onSettled: refresh,
  });
  const nameOf = ({ name, title }: Item) => name ?? (title === '' ? t('create.drafts.untitled') : title);
  return (
    <>
      <PageHeading>{t(kind === 'draft' ? 'shell.drafts' : 'shell.templates')}</PageHeading>
      <div role="status">
        {gone !== undefined && (
          <Alert data-color="info">
            {t('create.drafts.deleted', { title: nameOf(gone) })}{' '}
            <Button variant="tertiary" data-size="sm" onClick={() => restoring.mutate(gone)}>
              {t('shell.undo')}
            </Button>
          </Alert>
        )}
      </div>
      {data === undefined && (isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />)}
      {data?.items.length === 0 && (
        <p className="segl-nothing">
          {t(kind === 'draft' ? 'create.drafts.none' : 'create.drafts.noTemplates')}{' '}
          <Link to={`/sender/${number}/drafts/new`}>{t('shell.create')}</Link>
        </p>
      )}
      {data !== undefined && data.items.length > 0 && (
        <ul className="segl-drafts">
          {data.items.map((item) => (
            <DraftItem
              key={item.id}
              kind={kind}
              item={item}
              name={nameOf(item)}
              onDelete={() => deleting.mutate(item)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface DraftItemProps {
  kind: DraftKind;
  item: Item;
  name: string;
  onDelete: () => void;
}

function DraftItem({ kind, item, name, onDelete }: DraftItemProps) {
  const { t } = useTranslation('sender');
  const language = useLanguage();
  const { number } = useOrganisation();
  const { id, documents, signers, updatedAt } = item;
  const way = (to: string, words: string, variant: 'primary' | 'secondary' | 'tertiary') => (
    <Button asChild data-size="sm" variant={variant}>
      <Link to={`/sender/${number}/${to}`}>
        {words}
        <span className="ds-sr-only"> {name}</span>
      </Link>
    </Button>
  );
  return (
    <li className="segl-draft">
      <div>
        <h2>{name}</h2>
        <p>
          {t('create.drafts.holds', { documents, signers })} ·{' '}
          {t('create.drafts.changed', { moment: writeMoment(updatedAt, language) })}
        </p>
      </div>
      <div className="segl-draft__ways">
        {kind === 'draft' && way(`drafts/${id}`, t('create.drafts.open'), 'primary')}
        {kind === 'template' && way(`drafts/new?from=${id}`, t('create.drafts.use'), 'primary')}
        {kind === 'template' && way(`templates/${id}/bulk`, t('create.drafts.bulk'), 'secondary')}
        {kind === 'template' && way(`templates/${id}`, t('create.drafts.edit'), 'tertiary')}
        <Button data-size="sm" variant="tertiary" data-color="danger" onClick={onDelete}>
          {t('create.drafts.delete')}
          <span className="ds-sr-only"> {name}</span>
        </Button>
      </div>
    </li>
  );
}
