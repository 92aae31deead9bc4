import type { CeremonyState } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { DeadEnd } from '../../components/DeadEnd/DeadEnd.tsx';
import { writeMoment } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { WayOn } from '../WayOn/WayOn.tsx';

const endings = {
  /** The period ran out. */
  EXPIRED: { icon: 'clock', words: 'expired' },
  /** Another signer ended the job. */
  ENDED: { icon: 'cross', words: 'ended' },
  /** The sender took the job back. */
  CANCELLED: { icon: 'cross', words: 'cancelled' },
  /** Somebody entered too many wrong codes for this signer's link. */
  BLOCKED: { icon: 'lock', words: 'blocked' },
  /** The ceremony failed for good. */
  FAILED: { icon: 'alert', words: 'failed' },
  /** The eID knows no name and the job needs one. */
  NAME_NOT_AVAILABLE: { icon: 'person', words: 'nameMissing' },
} as const;

/** The job is over for this signer without a signature: back to the sender, or on from here. */
export function Ending({ phase, state }: { phase: keyof typeof endings; state: CeremonyState }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { icon, words } = endings[phase];
  const names = {
    title: state.title,
    sender: state.sender.name,
    eid: state.eidName,
    deadline: writeMoment(state.deadline, language),
  };
  const back = state.exitUrl ?? state.returnUrl;
  return (
    <DeadEnd
      icon={icon}
      title={t(`${words}.title`)}
      lead={t(`${words}.lead`, names)}
      lost={t(`${words}.lost`)}
      now={t(`${words}.now`, names)}
      way={back === undefined ? undefined : { href: back, label: t('common.backTo', names) }}
    >
      {back === undefined && <WayOn state={state} />}
    </DeadEnd>
  );
}

/** A part outside is away; the signature is safe. No way to the sender yet: there is no answer to bring. */
export function Delayed({ state }: { state: CeremonyState }) {
  const { t } = useTranslation();
  return (
    <DeadEnd
      icon="pause"
      title={t('delayed.title')}
      lead={t('delayed.lead')}
      lost={t('delayed.lost')}
      now={t('delayed.now')}
    >
      {state.portalHref !== undefined && <WayOn state={state} />}
    </DeadEnd>
  );
}

/** No session: another browser, or a long time ago. Whoever came from the inbox can log in there again. */
export function SessionMissing({ portalHref }: { portalHref: string | undefined }) {
  const { t } = useTranslation();
  return (
    <DeadEnd
      icon="person"
      title={t('sessionMissing.title')}
      lead={t('sessionMissing.lead')}
      lost={t('sessionMissing.lost')}
      now={t('sessionMissing.now')}
      way={portalHref === undefined ? undefined : { href: portalHref, label: t('common.toInbox') }}
    />
  );
}
