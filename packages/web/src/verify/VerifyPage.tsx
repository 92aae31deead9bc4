import { Button } from '@digdir/designsystemet-react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem.ts';
import { verifyFile } from '../api/verify.ts';
import { Icon } from '../components/Icon/Icon.tsx';
import { PageHeading } from '../components/PageHeading/PageHeading.tsx';
import { Shell } from '../components/Shell/Shell.tsx';
import { useDropAnywhere } from '../hooks/use-drop-anywhere.ts';
import { Report } from './Report.tsx';
import { addVerifyTexts } from './texts.ts';
import './verify.css';

addVerifyTexts();

const largest = 30 * 1024 * 1024;

/** `/verify`: a file is dropped or chosen, and it says what is proven of it. */
export function VerifyPage() {
  const { t } = useTranslation('verify');
  const { mutate, data, error, isPending, variables, reset } = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > largest) throw new Problem('REQUEST_TOO_LARGE', 413);
      return verifyFile(file);
    },
  });
  const input = useRef<HTMLInputElement>(null);
  const check = (file: File | undefined) => {
    if (file !== undefined) mutate(file);
  };
  useDropAnywhere(([file]) => check(file));
  return (
    <Shell>
      <article className="segl-verify">
        {data === undefined ? (
          <>
            <PageHeading key={error === null ? 'start' : 'failed'}>
              {error === null ? t('title') : t('failedTitle')}
            </PageHeading>
            <p className="segl-verify__lead">{error === null ? t('lead') : t(wordsFor(error))}</p>
          </>
        ) : (
          <Report key={variables.name} name={variables.name} report={data} />
        )}
        <p role="status">{isPending && t('checking', { name: variables.name })}</p>
        <div className="segl-verify__drop">
          <Icon name="document" />
          <Button
            loading={isPending}
            variant={data === undefined ? 'primary' : 'secondary'}
            onClick={() => input.current?.click()}
          >
            {data === undefined ? t('choose') : t('another')}
          </Button>
          <input
            ref={input}
            type="file"
            hidden
            accept=".pdf,.asice,.sce,.xml"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              currentTarget.value = '';
              reset();
              check(file);
            }}
          />
        </div>
      </article>
    </Shell>
  );
}

function wordsFor(error: Error): 'tooLarge' | 'tooMany' | 'failed' {
  const code = error instanceof Problem ? error.code : '';
  if (code === 'REQUEST_TOO_LARGE') return 'tooLarge';
  return code === 'TOO_MANY_REQUESTS' ? 'tooMany' : 'failed';
}
