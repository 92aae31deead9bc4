import type { CeremonyState } from '@segl/protocol/json';
import { useState } from 'react';
import { Shell } from '../components/Shell/Shell.tsx';
import { DocumentReader } from '../reader/DocumentReader/DocumentReader.tsx';
import { Arriving } from './Arriving/Arriving.tsx';
import { CeremonyNotice } from './CeremonyNotice.tsx';
import { DecisionBar } from './Deciding/DecisionBar.tsx';
import { UnreadDialog } from './Deciding/UnreadDialog.tsx';
import { Explain } from './Explain/Explain.tsx';
import { RejectDialog } from './Rejecting/RejectDialog.tsx';
import { ToInbox } from './ToInbox/ToInbox.tsx';
import { useReading } from './use-reading.ts';
import { useSigning } from './use-signing.ts';

/** Arriving, reading and deciding: one page, from who asks down to the bar with the two answers. */
export function Ready({ ceremonyId, state }: { ceremonyId: string; state: CeremonyState }) {
  const { read, markRead } = useReading(ceremonyId);
  const signing = useSigning(ceremonyId);
  const [asking, setAsking] = useState<'unread' | 'reject'>();
  const unread = state.documents.filter(({ number }) => !read.includes(number));
  const close = () => setAsking(undefined);

  const bar = (
    <DecisionBar
      eid={state.eidName}
      total={state.documents.length}
      read={state.documents.length - unread.length}
      step={signing.step}
      onSign={() => (unread.length === 0 ? signing.start() : setAsking('unread'))}
      onReject={() => setAsking('reject')}
    />
  );
  return (
    <Shell test={state.test} loggedIn={state.portalHref !== undefined} bar={bar}>
      {state.portalHref !== undefined && <ToInbox href={state.portalHref} />}
      {state.notice !== undefined && (
        <CeremonyNotice key={state.notice} notice={state.notice} state={state} />
      )}
      <Arriving state={state} />
      {state.documents.map((document) => (
        <DocumentReader
          key={document.number}
          document={document}
          total={state.documents.length}
          read={read.includes(document.number)}
          onRead={() => markRead(document.number)}
        />
      ))}
      <Explain state={state} />
      {asking === 'unread' && (
        <UnreadDialog
          unread={unread}
          onClose={close}
          onSign={() => {
            close();
            signing.start();
          }}
        />
      )}
      {asking === 'reject' && <RejectDialog ceremonyId={ceremonyId} state={state} onClose={close} />}
    </Shell>
  );
}
