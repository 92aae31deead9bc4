import { Button, Textfield } from '@digdir/designsystemet-react';
import type { ApiAccessView } from '@segl/protocol/json';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addBroker, removeBroker } from '../../../api/sender-api-access.ts';
import { Told } from './Told.tsx';
import { useAccessAct } from './use-access-act.ts';

type Broker = ApiAccessView['brokers'][number];

export function Brokers({ brokers }: { brokers: readonly Broker[] }) {
  const { t } = useTranslation('sender');
  const [number, setNumber] = useState('');
  const adding = useAccessAct(addBroker, () => t('apiAccess.brokerAdded'));
  const removing = useAccessAct(
    (organisation, broker: Broker) => removeBroker(organisation, broker.number),
    ({ name }) => t('apiAccess.brokerRemoved', { name }),
  );
  return (
    <section className="segl-part">
      <h2>{t('apiAccess.brokers')}</h2>
      <Told told={adding.told ?? removing.told} trouble={adding.trouble ?? removing.trouble} />
      {brokers.length === 0 ? (
        <p>{t('apiAccess.noBrokers')}</p>
      ) : (
        <ul className="segl-rows">
          {brokers.map((broker) => (
            <li key={broker.number}>
              <div>
                <span className="segl-users__name">{broker.name}</span>
                <span className="segl-users__detail">{broker.number}</span>
              </div>
              <Button
                variant="tertiary"
                data-size="sm"
                aria-label={t('apiAccess.removeBrokerWho', { name: broker.name })}
                onClick={() => removing.start(broker)}
              >
                {t('apiAccess.removeBroker')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        noValidate
        className="segl-form"
        onSubmit={(event) => {
          event.preventDefault();
          adding.start(number, () => setNumber(''));
          document.getElementById('broker')?.focus();
        }}
      >
        <Textfield
          id="broker"
          label={t('apiAccess.brokerNumber')}
          inputMode="numeric"
          autoComplete="off"
          className="segl-form__short"
          maxLength={20}
          value={number}
          error={adding.wrong}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
        />
        <div className="segl-form__acts">
          <Button type="submit" variant="secondary" loading={adding.isPending}>
            {t('apiAccess.addBroker')}
          </Button>
        </div>
      </form>
    </section>
  );
}
