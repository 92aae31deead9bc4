import { Loading } from '../components/Loading/Loading.tsx';
import { Shell } from '../components/Shell/Shell.tsx';
import { Unreachable } from '../components/Unreachable/Unreachable.tsx';
import { InboxPage } from './Inbox/InboxPage.tsx';
import { Landing } from './Landing/Landing.tsx';
import { SessionEnded } from './SessionEnded.tsx';
import { useSession } from './use-session.ts';

/** `/portal`: the inbox of who is logged in, else the way in. */
export function PortalPage() {
  const { data, isPending, refetch } = useSession();
  if (data === undefined) {
    return <Shell>{isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />}</Shell>;
  }
  const { session, ended, endsAt } = data;
  if (session.authenticated) return <InboxPage session={session} endsAt={endsAt} />;
  return (
    <Shell test={session.test}>
      {ended === undefined ? (
        <Landing session={session} />
      ) : (
        <SessionEnded level={ended} eid={session.eidName} />
      )}
    </Shell>
  );
}
