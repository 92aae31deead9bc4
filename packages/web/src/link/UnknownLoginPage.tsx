import { SessionMissing } from '../ceremony/Endings/Endings.tsx';
import { Shell } from '../components/Shell/Shell.tsx';

/** `/eid/callback` without a log-in of this browser that waits for the eID's answer. */
export function UnknownLoginPage() {
  return (
    <Shell>
      <SessionMissing portalHref={undefined} />
    </Shell>
  );
}
