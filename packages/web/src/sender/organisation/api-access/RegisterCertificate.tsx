import { Button, Field, Label, Textarea, ValidationMessage } from '@digdir/designsystemet-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { registerCertificate } from '../../../api/sender-api-access.ts';
import { Told } from './Told.tsx';
import { useAccessAct } from './use-access-act.ts';

export function RegisterCertificate() {
  const { t } = useTranslation('sender');
  const [pem, setPem] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const { told, wrong, trouble, isPending, start } = useAccessAct(registerCertificate, () =>
    t('apiAccess.registered'),
  );
  return (
    <section className="segl-part">
      <h2>{t('apiAccess.add')}</h2>
      <form
        noValidate
        className="segl-form"
        onSubmit={(event) => {
          event.preventDefault();
          start(pem, () => setPem(''));
          text.current?.focus();
        }}
      >
        <Told told={told} trouble={trouble} />
        <Field>
          <Label htmlFor={id}>{t('apiAccess.pem')}</Label>
          <Field.Description>{t('apiAccess.pemWhy')}</Field.Description>
          <Textarea
            ref={text}
            id={id}
            rows={5}
            spellCheck={false}
            autoComplete="off"
            maxLength={50_000}
            value={pem}
            aria-invalid={wrong !== undefined}
            onChange={({ currentTarget }) => setPem(currentTarget.value)}
          />
          {wrong !== undefined && <ValidationMessage>{wrong}</ValidationMessage>}
        </Field>
        <div className="segl-form__acts">
          <Button type="submit" loading={isPending}>
            {t('apiAccess.register')}
          </Button>
          <Button variant="secondary" type="button" onClick={() => file.current?.click()}>
            {t('apiAccess.choose')}
          </Button>
          <input
            ref={file}
            type="file"
            hidden
            accept=".pem,.crt,.cer"
            onChange={({ currentTarget }) => {
              void currentTarget.files?.[0]?.text().then((read) => setPem(read.slice(0, 50_000)));
              currentTarget.value = '';
            }}
          />
        </div>
      </form>
    </section>
  );
}
