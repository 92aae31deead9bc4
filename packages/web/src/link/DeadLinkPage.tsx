import type { LinkState } from '@segl/protocol/json';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { fetchLinkState } from '../api/ceremony.ts';
import { Problem } from '../api/problem.ts';
import { DeadEnd } from '../components/DeadEnd/DeadEnd.tsx';
import { Loading } from '../components/Loading/Loading.tsx';
import { Shell } from '../components/Shell/Shell.tsx';
import { Unreachable } from '../components/Unreachable/Unreachable.tsx';

const unknown: LinkState = { reason: 'UNKNOWN' };

const endings = {
  USED: { icon: 'link', title: 'link.usedTitle', lead: 'link.usedLead', now: 'link.usedNow' },
  REPLACED: { icon: 'link', title: 'link.replacedTitle', lead: 'link.replacedLead', now: 'link.replacedNow' },
  EXPIRED: { icon: 'clock', title: 'link.expiredTitle', lead: 'link.expiredLead', now: 'link.expiredNow' },
  UNKNOWN: { icon: 'link', title: 'link.unknownTitle', lead: 'link.unknownLead', now: 'link.unknownNow' },
} as const;

/** `/redirect/{token}`, when the link led nowhere. */
export function DeadLinkPage() {
  const { token = '' } = useParams();
  const link = useQuery({ queryKey: ['link', token], queryFn: () => fetchLinkState(token) });
  return (
    <Shell>
      {link.isPending && <Loading />}
      {link.data !== undefined && <DeadLink state={link.data} />}
      {link.error !== null &&
        (link.error instanceof Problem && link.error.status === 404 ? (
          <DeadLink state={unknown} />
        ) : (
          <Unreachable retry={() => void link.refetch()} />
        ))}
    </Shell>
  );
}

function DeadLink({ state }: { state: LinkState }) {
  const { t } = useTranslation();
  const ending = endings[state.reason];
  const sender = state.senderName ?? t('link.senderUnknown');
  const back = state.senderName === undefined ? t('common.backToSender') : t('common.backTo', { sender });
  return (
    <DeadEnd
      icon={ending.icon}
      title={t(ending.title)}
      lead={capitalised(t(ending.lead, { sender }))}
      lost={t('link.lost')}
      now={t(ending.now, { sender })}
      way={state.returnUrl === undefined ? undefined : { href: state.returnUrl, label: back }}
    />
  );
}

/** The sender may be unnamed and first in the sentence. */
function capitalised(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
}
