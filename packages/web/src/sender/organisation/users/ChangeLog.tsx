import { Button } from '@digdir/designsystemet-react';
import type { OrganisationLogEntry } from '@segl/protocol/json';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchLog } from '../../../api/sender-users.ts';
import { writeMoment } from '../../../i18n/dates.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { organisationKey } from '../use-act.ts';

/** Who changed what in the organisation, latest first. */
export function ChangeLog({ organisation }: { organisation: string }) {
  const { t } = useTranslation('sender');
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: organisationKey(organisation, 'log'),
    queryFn: ({ pageParam }) => fetchLog(organisation, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  const entries = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="segl-log">
      <h2>{t('users.log')}</h2>
      {data !== undefined && entries.length === 0 && <p>{t('users.logEmpty')}</p>}
      <ol>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="secondary" data-size="sm" onClick={() => void fetchNextPage()}>
          {t('shell.more')}
        </Button>
      )}
    </section>
  );
}

function Entry({ entry: { at, by, kind, user = '', data } }: { entry: OrganisationLogEntry }) {
  const { t, i18n } = useTranslation('sender');
  const day = writeMoment(at, useLanguage());
  const what = String(data['what'] ?? '')
    .split(' ')
    .map((name) => (i18n.exists(`sender:users.what.${name}`) ? t(`users.what.${name as 'name'}`) : name))
    .join(', ');
  const known = i18n.exists(`sender:users.event.${kind}`);
  return (
    <li>
      {known ? t(`users.event.${kind as 'USER_CHANGED'}`, { name: user, what }) : kind}
      <span className="segl-users__detail">
        {by === undefined ? day : t('users.logBy', { day, name: by })}
      </span>
    </li>
  );
}
