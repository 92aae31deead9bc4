import type { ListedSigner, SignerState } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../components/Icon/Icon.tsx';
import './faces.css';

interface Look {
  tone: 'good' | 'waiting' | 'stopped';
  icon: IconName;
}

/** How a state looks: good, waiting or stopped, and its mark. */
export const looks: Readonly<Record<SignerState, Look>> = {
  WAITING: { tone: 'waiting', icon: 'clock' },
  SIGNED: { tone: 'good', icon: 'check' },
  REJECTED: { tone: 'stopped', icon: 'cross' },
  CANCELLED: { tone: 'stopped', icon: 'cross' },
  RESERVED: { tone: 'stopped', icon: 'alert' },
  CONTACT_INFORMATION_MISSING: { tone: 'stopped', icon: 'alert' },
  EXPIRED: { tone: 'stopped', icon: 'clock' },
  FAILED: { tone: 'stopped', icon: 'alert' },
  BLOCKED: { tone: 'stopped', icon: 'lock' },
  SIGNERS_NAME_NOT_AVAILABLE: { tone: 'stopped', icon: 'alert' },
  NOT_APPLICABLE: { tone: 'waiting', icon: 'pause' },
};

/** One small face for each signer: its mark, and who and what it is for those who point at it or listen. */
export function Faces({ signers }: { signers: readonly ListedSigner[] }) {
  const { t } = useTranslation('sender');
  return (
    <ul className="segl-faces">
      {signers.map(({ number, address, state }) => {
        const { tone, icon } = looks[state];
        const words = `${address}: ${t(`jobs.state.${state}`)}`;
        return (
          <li key={number} className="segl-face" data-tone={tone} title={words}>
            <Icon name={icon} />
            <span className="ds-sr-only">{words}</span>
          </li>
        );
      })}
    </ul>
  );
}
