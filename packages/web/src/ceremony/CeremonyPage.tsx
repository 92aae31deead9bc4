import type { CeremonyState } from '@segl/protocol/json';
import { useParams } from 'react-router';
import { isRefusal } from '../api/problem.ts';
import { Loading } from '../components/Loading/Loading.tsx';
import { Shell } from '../components/Shell/Shell.tsx';
import { Unreachable } from '../components/Unreachable/Unreachable.tsx';
import { Delayed, Ending, SessionMissing } from './Endings/Endings.tsx';
import { Rejected } from './Endings/Rejected.tsx';
import { Progress } from './Progress/Progress.tsx';
import { Ready } from './Ready.tsx';
import { Signed } from './Signed/Signed.tsx';
import { useCeremony } from './use-ceremony.ts';

/** `/ceremony/{ceremonyId}`: one view for each phase. */
export function CeremonyPage() {
  const { ceremonyId = '' } = useParams();
  const { data, error, isPending, refetch } = useCeremony(ceremonyId);
  const answered = isRefusal(error);

  if (isPending || (error !== null && (answered || data === undefined))) {
    return (
      <Shell>
        {isPending && <Loading />}
        {answered && <SessionMissing portalHref={data?.portalHref} />}
        {error !== null && !answered && <Unreachable retry={() => void refetch()} />}
      </Shell>
    );
  }
  if (data.phase === 'READY') return <Ready ceremonyId={ceremonyId} state={data} />;
  return (
    <Shell test={data.test}>
      <View state={data} offline={error !== null} />
    </Shell>
  );
}

/** The view of every phase but READY, which has a bar of its own. */
function View({ state, offline }: { state: CeremonyState; offline: boolean }) {
  switch (state.phase) {
    case 'READY':
      return null;
    case 'SIGNING':
    case 'SEALING':
      return <Progress phase={state.phase} offline={offline} />;
    case 'SIGNING_DELAYED':
      return <Delayed state={state} />;
    case 'SIGNED':
      return <Signed state={state} />;
    case 'REJECTED':
      return <Rejected state={state} />;
    case 'EXPIRED':
    case 'ENDED':
    case 'CANCELLED':
    case 'BLOCKED':
    case 'FAILED':
    case 'NAME_NOT_AVAILABLE':
      return <Ending phase={state.phase} state={state} />;
  }
}
