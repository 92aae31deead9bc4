import type { CeremonyState } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { DeadEnd, type DeadEndProps } from '../../components/DeadEnd/DeadEnd.tsx';
import { writeMoment } from '../../i18n/dates.ts';
import { useLanguage } from '../../i18n/use-language.ts';

interface EndingProps {
  state: CeremonyState;
}

/** What the endings have in common: the words they fill in, and the way back to the sender. */
function useEnding(state: CeremonyState) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = {
    title: state.title,
    sender: state.sender.name,
    eid: state.eidName,
    deadline: writeMoment(state.deadline, language),
  };
  const href = state.exitUrl ?? state.returnUrl;
  const way: DeadEndProps['way'] =
    href === undefined ? undefined : { href, label: t('common.backTo', names) };
  return { t, names, way };
}

/** The period ran out. */
export function Expired({ state }: EndingProps) {
  const { t, names, way } = useEnding(state);
  return (
    <DeadEnd
      icon="clock"
      title={t('expired.title')}
      lead={t('expired.lead', names)}
      lost={t('expired.lost')}
      now={t('expired.now', names)}
      way={way}
    />
  );
}

/** Somebody else ended the job. */
export function Ended({ state }: EndingProps) {
  const { t, names, way } = useEnding(state);
  return (
    <DeadEnd
      icon="cross"
      title={t('ended.title')}
      lead={t('ended.lead', names)}
      lost={t('ended.lost')}
      now={t('ended.now', names)}
      way={way}
    />
  );
}

/** The ceremony failed for good. */
export function Failed({ state }: EndingProps) {
  const { t, names, way } = useEnding(state);
  return (
    <DeadEnd
      icon="alert"
      title={t('failed.title')}
      lead={t('failed.lead', names)}
      lost={t('failed.lost')}
      now={t('failed.now', names)}
      way={way}
    />
  );
}

/** The eID knows no name and the job needs one. */
export function NameMissing({ state }: EndingProps) {
  const { t, names, way } = useEnding(state);
  return (
    <DeadEnd
      icon="person"
      title={t('nameMissing.title')}
      lead={t('nameMissing.lead', names)}
      lost={t('nameMissing.lost')}
      now={t('nameMissing.now', names)}
      way={way}
    />
  );
}

/** A part outside is away; the signature is safe. No way to the sender yet: there is no answer to bring. */
export function Delayed({ state }: EndingProps) {
  const { t } = useEnding(state);
  return (
    <DeadEnd
      icon="pause"
      title={t('delayed.title')}
      lead={t('delayed.lead')}
      lost={t('delayed.lost')}
      now={t('delayed.now')}
    />
  );
}

/** No session: another browser, or a long time ago. */
export function SessionMissing() {
  const { t } = useTranslation();
  return (
    <DeadEnd
      icon="person"
      title={t('sessionMissing.title')}
      lead={t('sessionMissing.lead')}
      lost={t('sessionMissing.lost')}
      now={t('sessionMissing.now')}
    />
  );
}
