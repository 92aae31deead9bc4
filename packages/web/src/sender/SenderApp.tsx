import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Route, Routes } from 'react-router';
import { Problem } from '../api/problem.ts';
import { Loading } from '../components/Loading/Loading.tsx';
import { Shell } from '../components/Shell/Shell.tsx';
import { Unreachable } from '../components/Unreachable/Unreachable.tsx';
import { SessionEnded } from '../portal/SessionEnded.tsx';
import { sessionKey, useSession } from '../portal/use-session.ts';
import { OperatorPages } from './operator/OperatorPages.tsx';
import { ChooseOrganisation } from './shell/ChooseOrganisation.tsx';
import { OrganisationPages } from './shell/OrganisationPages.tsx';
import { SenderLanding } from './shell/SenderLanding.tsx';
import { addSenderTexts } from './texts/index.ts';
import { useMe } from './use-me.ts';

addSenderTexts();

/** `/sender` and everything below: who is not logged in at level 4 logs in first. */
export function SenderApp() {
  const { data, isPending, refetch } = useSession();
  if (data === undefined) {
    return <Shell>{isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />}</Shell>;
  }
  const { session, ended } = data;
  if (session.authenticated && session.level === 4) return <LoggedIn test={session.test} />;
  return (
    <Shell test={session.test} loggedIn={session.authenticated}>
      {ended === undefined ? (
        <SenderLanding session={session} />
      ) : (
        <SessionEnded level={4} eid={session.eidName} room="sender" />
      )}
    </Shell>
  );
}

function LoggedIn({ test }: { test: boolean }) {
  const queries = useQueryClient();
  const { data: me, error, isPending, refetch } = useMe();
  const ended = error instanceof Problem && error.status === 401;
  useEffect(() => {
    if (ended) void queries.refetchQueries({ queryKey: sessionKey });
  }, [ended, queries]);
  if (me === undefined) {
    return (
      <Shell test={test} loggedIn>
        {isPending || ended ? <Loading /> : <Unreachable retry={() => void refetch()} />}
      </Shell>
    );
  }
  return (
    <Routes>
      <Route index element={<ChooseOrganisation me={me} test={test} />} />
      {me.operator && <Route path="operator/*" element={<OperatorPages me={me} test={test} />} />}
      <Route path=":organisation/*" element={<OrganisationPages me={me} test={test} />} />
    </Routes>
  );
}
