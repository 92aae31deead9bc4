import { Button, Checkbox } from '@digdir/designsystemet-react';
import type { DraftSigner } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOrganisation } from '../use-me.ts';
import { moved } from './move.ts';
import { atOnce, withOrders } from './orders.ts';
import type { PastedRow } from './pasted-rows.ts';
import { Sequence } from './Sequence.tsx';
import { SignerFields } from './SignerFields.tsx';
import type { OpenDraft } from './use-draft.ts';
import { useDrag } from './use-drag.ts';
import { fieldId, type Problems } from './use-problems.ts';

const mostSigners = 10;

/** Step 2: who signs, and in which order. */
export function SignersStep({ open, problems }: { open: OpenDraft; problems: Problems }) {
  const { t } = useTranslation('sender');
  const { contactAddressing, sector } = useOrganisation();
  const { signers } = open.content;
  const [told, setTold] = useState('');
  const [chained, setChained] = useState(signers.some(({ order }) => order > 0));
  const usual = contactAddressing && sector === 'private' ? 'contact' : 'number';
  const set = (next: readonly DraftSigner[], inOrder = chained) => {
    const few = next.slice(0, mostSigners);
    open.change({ signers: inOrder ? withOrders(few) : atOnce(few) });
  };
  const move = (from: number, to: number) => {
    set(moved(signers, from, to));
    setTold(t('create.signer.moved', { place: to + 1 }));
  };
  const drag = useDrag(move);
  const add = (by: DraftSigner['by']) => set([...signers, newSigner(by)]);
  const paste = (place: number, rows: readonly PastedRow[]) => {
    const pasted = rows.map((row) => ({ ...newSigner(usual), ...row }));
    set([...signers.slice(0, place), ...pasted, ...signers.slice(place + 1)]);
    setTold(t('create.signer.pasted', { count: rows.length }));
  };
  const none = problems.at('/signers');
  const room = signers.length < mostSigners;
  return (
    <>
      <p className="segl-quiet">{t('create.signer.paste')}</p>
      <p role="status" className="ds-sr-only">
        {told}
      </p>
      {none !== undefined && <p className="segl-problem">{none}</p>}
      {signers.length > 0 && (
        <ol className="segl-signer-rows">
          {signers.map((signer, place) => (
            <li key={signer.id} {...(chained ? drag(place) : {})}>
              <SignerFields
                {...{ signer, place, problems, chained }}
                ofTemplate={open.draft.kind === 'template'}
                count={signers.length}
                together={place > 0 && signer.order === signers[place - 1]?.order}
                onChange={(changes) =>
                  set(signers.map((one) => (one.id === signer.id ? { ...one, ...changes } : one)))
                }
                onTogether={(together) => open.change({ signers: withOrders(signers, place, together) })}
                onMove={(to) => move(place, to)}
                onRemove={() => set(signers.filter(({ id }) => id !== signer.id))}
                onPaste={(rows) => paste(place, rows)}
              />
            </li>
          ))}
        </ol>
      )}
      {room && (
        <div className="segl-making__ways">
          <Button id={fieldId('/signers')} variant="secondary" onClick={() => add(usual)}>
            {t('create.signer.add')}
          </Button>
          {!signers.some(({ by }) => by === 'me') && (
            <Button variant="tertiary" onClick={() => add('me')}>
              {t('create.signer.addMe')}
            </Button>
          )}
        </div>
      )}
      {signers.length > 1 && (
        <>
          <Checkbox
            label={t('create.signer.chained')}
            checked={chained}
            onChange={({ currentTarget }) => {
              setChained(currentTarget.checked);
              const apart = signers.map((signer, order) => ({ ...signer, order }));
              set(apart, currentTarget.checked);
            }}
          />
          <Sequence signers={signers} />
        </>
      )}
    </>
  );
}

/** Comes after everybody, where they sign in order. */
function newSigner(by: DraftSigner['by']): DraftSigner {
  return { id: crypto.randomUUID(), by, order: 9, onBehalfOf: 'SELF' };
}
