import { Button, Textfield } from '@digdir/designsystemet-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { useWaitWords } from '../use-wait-words.ts';
import { fewestDigits } from '../digits.ts';
import { NewCode } from './NewCode.tsx';
import { useCode, type CodeOver, type CodeTrouble } from '../use-code.ts';
import './enter-code.css';

interface EnterCodeProps {
  token: string;
  onOver: (because: CodeOver) => void;
}

/** One large field for the code, and what was wrong with the last one. */
export function EnterCode({ token, onOver }: EnterCodeProps) {
  const { t } = useTranslation();
  const { code, enter, trouble, busy, submit } = useCode(token, onOver);
  const words = useTrouble(trouble);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (trouble === undefined) return;
    field.current?.focus();
    field.current?.select();
  }, [trouble]);
  return (
    <article className="segl-code">
      <PageHeading>{t('code.title')}</PageHeading>
      <p className="segl-code__lead">{t('code.lead')}</p>
      <form
        noValidate
        className="segl-code__form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Textfield
          ref={field}
          className="segl-code__field"
          label={t('code.label')}
          error={words}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          value={code}
          readOnly={busy}
          onChange={(event) => enter(event.target.value)}
        />
        <Button type="submit" loading={busy} aria-disabled={busy || undefined}>
          {t(busy ? 'code.checking' : 'code.submit')}
        </Button>
        <p className="ds-sr-only" role="alert">
          {words}
        </p>
      </form>
      <NewCode token={token} />
      <section className="segl-code__part">
        <h2>{t('code.unsureTitle')}</h2>
        <p>{t('code.unsure')}</p>
      </section>
    </article>
  );
}

function useTrouble(trouble: CodeTrouble | undefined): string {
  const { t } = useTranslation();
  const waitWords = useWaitWords();
  switch (trouble?.kind) {
    case undefined:
      return '';
    case 'wrong':
      return t('code.wrong', { count: trouble.triesLeft });
    case 'wait':
      return waitWords(trouble.seconds);
    case 'short':
      return t('code.short', { count: fewestDigits });
    case 'failed':
      return t('code.failed');
  }
}
