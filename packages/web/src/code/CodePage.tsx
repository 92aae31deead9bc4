import { useState } from 'react';
import { useParams } from 'react-router';
import { Loading } from '../components/Loading/Loading.tsx';
import { Shell } from '../components/Shell/Shell.tsx';
import { useSession } from '../portal/use-session.ts';
import { CodeEnding } from './CodeEnding.tsx';
import { EnterCode } from './EnterCode/EnterCode.tsx';
import type { CodeOver } from './use-code.ts';

/** `/sign/{token}`: the code first. Until it is right, nothing here tells whether there is such a link. */
export function CodePage() {
  const { token = '' } = useParams();
  // Only to say whether this is a test; without an answer the page works all the same.
  const { data, isPending } = useSession();
  const [over, setOver] = useState<CodeOver>();
  return (
    <Shell test={data?.session.test ?? false}>
      {isPending && <Loading />}
      {!isPending && over === undefined && <EnterCode token={token} onOver={setOver} />}
      {over !== undefined && <CodeEnding because={over} />}
    </Shell>
  );
}
