import { Alert, Button } from '@digdir/designsystemet-react';
import type { Draft } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { isRefusal } from '../../api/problem.ts';
import { DeadEnd } from '../../components/DeadEnd/DeadEnd.tsx';
import { Loading } from '../../components/Loading/Loading.tsx';
import { PageHeading } from '../../components/PageHeading/PageHeading.tsx';
import { Unreachable } from '../../components/Unreachable/Unreachable.tsx';
import { useDropAnywhere } from '../../hooks/use-drop-anywhere.ts';
import { ProblemSummary } from '../components/ProblemSummary.tsx';
import { useOrganisation } from '../use-me.ts';
import { DocumentsStep } from './DocumentsStep.tsx';
import { SendStep } from './SendStep.tsx';
import { SignersStep } from './SignersStep.tsx';
import { Summary } from './Summary.tsx';
import { useDraftQuery, useOpenDraft } from './use-draft.ts';
import { stepOf, useProblems, type Step } from './use-problems.ts';
import { useUploads } from './use-uploads.ts';
import './draft-page.css';

/** `/sender/{number}/drafts/{id}?step=…`: a job in three steps, kept as it is typed. */
export function DraftPage() {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const { draft: id = '' } = useParams();
  const { data, error, isPending, refetch } = useDraftQuery(id);
  if (isRefusal(error)) {
    return (
      <DeadEnd
        icon="document"
        title={t('create.drafts.notFound')}
        lead={t('create.drafts.notFoundLead')}
        now={t('create.drafts.notFoundNow')}
        way={{ href: `/sender/${number}/drafts`, label: t('shell.drafts') }}
      />
    );
  }
  if (data === undefined) return isPending ? <Loading /> : <Unreachable retry={() => void refetch()} />;
  return <Opened key={`${data.id} ${data.version}`} draft={data} reload={() => void refetch()} />;
}

const steps: readonly Step[] = ['documents', 'signers', 'send'];

function Opened({ draft, reload }: { draft: Draft; reload: () => void }) {
  const { t } = useTranslation('sender');
  const open = useOpenDraft(draft);
  const uploads = useUploads(open);
  const problems = useProblems(open.content);
  const [query, setQuery] = useSearchParams();
  const step = steps.find((one) => one === query.get('step')) ?? 'documents';
  const place = steps.indexOf(step);
  const go = (to: Step) => setQuery({ step: to });
  useDropAnywhere((files) => {
    go('documents');
    uploads.add(files);
  });
  const [previous, next] = [steps[place - 1], steps[place + 1]];
  return (
    <div className="segl-making">
      <div className="segl-making__main">
        <Steps step={step} go={go} />
        <PageHeading key={step} eyebrow={t('create.stepOf', { number: place + 1 })}>
          {t(`create.steps.${step}`)}
        </PageHeading>
        <ProblemSummary problems={problems.listed} turn={problems.turn} onGo={(field) => go(stepOf(field))} />
        {open.saving === 'conflict' && (
          <Alert data-color="warning">
            {t('create.conflict')}{' '}
            <Button variant="secondary" data-size="sm" onClick={reload}>
              {t('create.reload')}
            </Button>
          </Alert>
        )}
        {step === 'documents' && <DocumentsStep open={open} uploads={uploads} problems={problems} />}
        {step === 'signers' && <SignersStep open={open} problems={problems} />}
        {step === 'send' && <SendStep open={open} problems={problems} />}
        <div className="segl-making__ways">
          {previous !== undefined && (
            <Button variant="secondary" onClick={() => go(previous)}>
              {t('create.previous')}
            </Button>
          )}
          {next !== undefined && <Button onClick={() => go(next)}>{t('create.next')}</Button>}
        </div>
      </div>
      <Summary open={open} />
    </div>
  );
}

function Steps({ step, go }: { step: Step; go: (to: Step) => void }) {
  const { t } = useTranslation('sender');
  return (
    <ol className="segl-steps">
      {steps.map((one, index) => (
        <li key={one}>
          <button type="button" aria-current={one === step ? 'step' : undefined} onClick={() => go(one)}>
            <span aria-hidden="true">{index + 1}</span> {t(`create.steps.${one}`)}
          </button>
        </li>
      ))}
    </ol>
  );
}
