import type { DraftSigner } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon/Icon.tsx';
import { groupsOf } from './orders.ts';
import { nameOf } from './Summary.tsx';

/** Who comes after whom: a picture that reads as text. */
export function Sequence({ signers }: { signers: readonly DraftSigner[] }) {
  const { t } = useTranslation('sender');
  const groups = groupsOf(signers);
  if (groups.length < 2) return <p className="segl-quiet">{t('create.signer.atOnce')}</p>;
  const numbers = new Map(signers.map(({ id }, index) => [id, index + 1]));
  return (
    <section aria-label={t('create.signer.sequence')}>
      <ol className="segl-sequence">
        {groups.map((group, index) => (
          <li key={index}>
            <span className="ds-sr-only">
              {index > 0 && `${t('create.signer.then')}, `}
              {t('create.signer.group', { number: index + 1 })}:
            </span>
            <ul>
              {group.map((signer) => (
                <li key={signer.id}>
                  <Icon name="person" />{' '}
                  {nameOf(signer, t('create.signer.me')) ??
                    t('create.signer.legend', { number: numbers.get(signer.id) ?? 0 })}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
