import { Button } from '@digdir/designsystemet-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { askForNewCode, codeRefusal } from '../../api/code.ts';
import { Problem } from '../../api/problem.ts';
import { useWaitWords } from '../use-wait-words.ts';

/** For those who have no code. What it says is the same whether there is such a link. */
export function NewCode({ token }: { token: string }) {
  const { t } = useTranslation();
  const waitWords = useWaitWords();
  const asking = useMutation({ mutationFn: () => askForNewCode(token) });
  const refusal = asking.error instanceof Problem ? codeRefusal(asking.error) : undefined;
  return (
    <section className="segl-code__part">
      <h2>{t('code.missingTitle')}</h2>
      <p>{t('code.missing')}</p>
      <Button
        variant="secondary"
        data-color="neutral"
        loading={asking.isPending}
        aria-disabled={asking.isPending || undefined}
        onClick={() => {
          if (!asking.isPending) asking.mutate();
        }}
      >
        {t('code.newCode')}
      </Button>
      <p className="segl-code__answer" role="status">
        {asking.isSuccess && t('code.newCodeAsked')}
      </p>
      <p className="segl-code__trouble" role="alert">
        {asking.isError && (refusal?.kind === 'wait' ? waitWords(refusal.seconds) : t('code.newCodeFailed'))}
      </p>
    </section>
  );
}
