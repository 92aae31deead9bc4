import type { Inbox, PortalSession } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../components/Loading/Loading.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Shell } from '../../components/Shell/Shell.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { EndingSoon } from '../EndingSoon/EndingSoon.tsx';
import { PortalNotice } from '../PortalNotice.tsx';
import { useInbox } from '../use-inbox.ts';
import { useRefusal } from '../use-refusal.ts';
import { wantedJob } from '../wanted-job.ts';
import { NothingWaits } from './NothingWaits.tsx';
import { SignedList } from './SignedList.tsx';
import { StepUp } from './StepUp.tsx';
import { WaitingCard } from './WaitingCard.tsx';
import './inbox.css';

interface InboxPageProps {
  session: Extract<PortalSession, { authenticated: true }>;
  /** Milliseconds since 1970 by the browser's clock. */
  endsAt: number | undefined;
}

/** What waits for this person, at every organisation, and below it what they signed lately. */
export function InboxPage({ session, endsAt }: InboxPageProps) {
  const { data, dataUpdatedAt, isPending, refetch } = useInbox();
  return (
    <Shell test={session.test} loggedIn>
      <EndingSoon endsAt={endsAt} />
      {isPending && <Loading />}
      {data === undefined && !isPending && <Unreachable retry={() => void refetch()} />}
      {data !== undefined && (
        <InboxView
          session={session}
          inbox={data}
          now={data.now === undefined ? dataUpdatedAt : Date.parse(data.now)}
        />
      )}
    </Shell>
  );
}

interface InboxViewProps {
  session: InboxPageProps['session'];
  inbox: Inbox;
  /** Milliseconds since 1970 by the service's clock. */
  now: number;
}

function InboxView({ session, inbox, now }: InboxViewProps) {
  const { t } = useTranslation();
  const { refusal, refuse } = useRefusal();
  const [wanted] = useState(() => wantedJob.take());
  const { notice, name, eidName: eid } = session;
  const { waiting, signed } = inbox;
  const locked = waiting.some(({ openable }) => !openable);
  return (
    <>
      {notice !== undefined && <PortalNotice notice={notice} eid={eid} />}
      <PageHeading eyebrow={name === undefined ? t('inbox.loggedIn', { eid }) : t('inbox.hello', { name })}>
        {t(waiting.length === 0 ? 'inbox.titleEmpty' : 'inbox.title')}
      </PageHeading>
      {refusal !== undefined && (
        <div className="segl-inbox__notice">
          <Notice key={refusal.turn} title={t(`inbox.refused.${refusal.kind}.title`)}>
            <p>{t(`inbox.refused.${refusal.kind}.body`, { title: refusal.title })}</p>
          </Notice>
        </div>
      )}
      {waiting.length === 0 && <NothingWaits />}
      {locked && <StepUp eid={eid} />}
      {waiting.length > 0 && (
        <ul className="segl-inbox__waiting">
          {waiting.map((job) => (
            <WaitingCard
              key={job.id}
              job={job}
              eid={eid}
              now={now}
              wanted={wanted === job.id && notice === undefined}
              onRefused={refuse}
            />
          ))}
        </ul>
      )}
      <SignedList signed={signed} />
    </>
  );
}
