import { Alert, Button, Fieldset, Radio, Textfield } from '@digdir/designsystemet-react';
import type { DraftContent } from '@segl/protocol/json';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Problem } from '../../api/problem.ts';
import { sendDraft } from '../../api/sender-drafts.ts';
import { fieldProblems } from '../../api/sender.ts';
import { localInput, momentOfInput } from '../../i18n/local-input.ts';
import { useOrganisation } from '../use-me.ts';
import { MoreChoices } from './MoreChoices.tsx';
import { Preview } from './Preview.tsx';
import { SaveTemplate } from './SaveTemplate.tsx';
import type { OpenDraft } from './use-draft.ts';
import { fieldId, type Problems } from './use-problems.ts';

interface SendStepProps {
  open: OpenDraft;
  problems: Problems;
}

/** Characters, as the service takes them. */
const longest = { title: 80, nonSensitiveTitle: 80, description: 220, reference: 50 };

/** Step 3: what the signers are told, what they get, and sending. */
export function SendStep({ open, problems }: SendStepProps) {
  const { t } = useTranslation('sender');
  const { content, change, draft } = open;
  const [undecided, setUndecided] = useState(false);
  const field = (name: keyof typeof longest, label: string, hint?: string) => {
    const all = {
      id: fieldId(`/${name}`),
      label,
      counter: longest[name],
      value: content[name],
      error: problems.at(`/${name}`),
      onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
        change({ [name]: currentTarget.value }),
      ...(hint !== undefined && { description: hint }),
    };
    return name === 'description' ? <Textfield multiline rows={3} {...all} /> : <Textfield {...all} />;
  };
  return (
    <>
      {field('title', t('create.send.title'), t('create.send.titleHint'))}
      {field('nonSensitiveTitle', t('create.send.nonSensitiveTitle'), t('create.send.nonSensitiveHint'))}
      {field('description', t('create.send.description'))}
      {field('reference', t('create.send.reference'), t('create.send.referenceHint'))}
      <When open={open} problems={problems} onUndecided={setUndecided} />
      <MoreChoices open={open} problems={problems} />
      <Preview open={open} />
      {draft.kind === 'draft' && <Send open={open} problems={problems} undecided={undecided} />}
      {draft.kind === 'draft' && <SaveTemplate open={open} />}
    </>
  );
}

/** `onUndecided`: later was chosen, and no time yet. */
function When({
  open,
  problems,
  onUndecided,
}: SendStepProps & { onUndecided: (undecided: boolean) => void }) {
  const { t } = useTranslation('sender');
  const { activation } = open.content;
  const [later, setLater] = useState(activation !== undefined);
  const [input, setInput] = useState(activation === undefined ? '' : localInput(activation));
  const choose = (isLater: boolean, text: string) => {
    setLater(isLater);
    setInput(text);
    const moment = isLater ? momentOfInput(text) : undefined;
    onUndecided(isLater && moment === undefined);
    // Undefined takes it away: JSON has no such members.
    open.change({ activation: moment } as Partial<DraftContent>);
  };
  return (
    <Fieldset>
      <Fieldset.Legend>{t('create.send.when')}</Fieldset.Legend>
      <Radio
        name="when"
        value="now"
        label={t('create.send.now')}
        checked={!later}
        onChange={() => choose(false, input)}
      />
      <Radio
        name="when"
        value="later"
        label={t('create.send.later')}
        checked={later}
        onChange={() => choose(true, input)}
      />
      {later && (
        <Textfield
          id={fieldId('/activation')}
          type="datetime-local"
          className="segl-short"
          label={t('create.send.activation')}
          value={input}
          onChange={({ currentTarget }) => choose(true, currentTarget.value)}
          error={problems.at('/activation')}
        />
      )}
    </Fieldset>
  );
}

const general = ['NOT_ALLOWED_FOR_SECTOR', 'CHANNEL_NOT_AVAILABLE'] as const;

function Send({ open, problems, undecided }: SendStepProps & { undecided: boolean }) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const go = useNavigate();
  const sending = useMutation({
    mutationFn: async () => sendDraft(number, open.draft.id, await open.settle()),
    onSuccess: ({ job }) => go(`/sender/${number}/jobs/${job}`, { state: { sent: true } }),
    onError: (error) => problems.tell(fieldProblems(error)),
  });
  const { error } = sending;
  const code = general.find((one) => error instanceof Problem && error.code === one);
  const { detail = '' } = error instanceof Problem ? error.details : {};
  const send = () => {
    if (undecided) problems.tell([{ pointer: '/activation', code: 'ACTIVATION', detail: '' }]);
    else sending.mutate();
  };
  return (
    <>
      <div role="alert">
        {sending.isError && fieldProblems(error).length === 0 && (
          <Alert data-color="danger">{t(`create.general.${code ?? 'other'}`, { detail })}</Alert>
        )}
      </div>
      <Button loading={sending.isPending} className="segl-send" onClick={send}>
        {t(open.content.activation === undefined ? 'create.send.send' : 'create.send.schedule')}
      </Button>
    </>
  );
}
