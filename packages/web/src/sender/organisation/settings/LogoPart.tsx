import { Alert, Button } from '@digdir/designsystemet-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { putLogo, removeLogo } from '../../../api/sender-settings.ts';
import { useOrganisation } from '../../use-me.ts';
import { useAct } from '../use-act.ts';
import { useTrouble } from '../users/use-trouble.ts';
import { useProblem } from './use-problem.ts';

const largest = 1024 * 1024;

/** The logo, which is changed as soon as a picture is chosen. */
export function LogoPart({ logo }: { logo: string | undefined }) {
  const { t } = useTranslation('sender');
  const { number, name } = useOrganisation();
  const problemWords = useProblem();
  const file = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<'logoChanged' | 'logoRemoved'>();
  const [tooLarge, setTooLarge] = useState(false);
  const change = useAct(number, (picture: File | undefined) =>
    picture === undefined ? removeLogo(number) : putLogo(number, picture),
  );
  const trouble = useTrouble(change.trouble);
  const [problem] = change.problems;
  const wrong = tooLarge
    ? problemWords('LOGO_TOO_LARGE')
    : problem === undefined
      ? trouble
      : problemWords(problem.code);
  const start = (picture: File | undefined) => {
    setTold(undefined);
    const refused = picture !== undefined && picture.size > largest;
    setTooLarge(refused);
    if (refused || change.isPending) return;
    change.mutate(picture, {
      onSuccess: () => setTold(picture === undefined ? 'logoRemoved' : 'logoChanged'),
    });
  };
  return (
    <section className="segl-logo-part">
      <h2>{t('settings.logo')}</h2>
      {logo === undefined ? (
        <p>{t('settings.logoNone')}</p>
      ) : (
        <img src={logo} alt={t('settings.logoNow', { name })} className="segl-logo-part__logo" />
      )}
      <p className="segl-users__detail">{t('settings.logoWhy')}</p>
      <div className="segl-form__acts">
        <input
          ref={file}
          type="file"
          accept="image/png,image/jpeg"
          hidden
          onChange={(event) => {
            const picture = event.target.files?.[0];
            event.target.value = '';
            if (picture !== undefined) start(picture);
          }}
        />
        <Button
          variant="secondary"
          data-size="sm"
          loading={change.isPending}
          onClick={() => file.current?.click()}
        >
          {t('settings.logoChoose')}
        </Button>
        {logo !== undefined && (
          <Button variant="tertiary" data-size="sm" data-color="neutral" onClick={() => start(undefined)}>
            {t('settings.logoRemove')}
          </Button>
        )}
      </div>
      <div role="status">{told !== undefined && <p>{t(`settings.${told}`)}</p>}</div>
      <div role="alert">{wrong !== undefined && <Alert data-color="danger">{wrong}</Alert>}</div>
    </section>
  );
}
