import { Button, Textfield } from '@digdir/designsystemet-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { saveAsTemplate } from '../../api/sender-drafts.ts';
import { useOrganisation } from '../use-me.ts';
import type { OpenDraft } from './use-draft.ts';

/** Keeps documents, signers' roles and texts for next time. */
export function SaveTemplate({ open }: { open: OpenDraft }) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const saving = useMutation({
    mutationFn: async () => {
      await open.settle();
      return saveAsTemplate(number, open.draft.id, name.trim());
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() !== '') saving.mutate();
  };
  return (
    <details className="segl-choices">
      <summary>{t('create.send.saveTemplate')}</summary>
      <form className="segl-template" onSubmit={submit} noValidate>
        <Textfield
          label={t('create.send.templateName')}
          value={name}
          maxLength={80}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={missing && t('create.problem.MISSING')}
        />
        <Button type="submit" variant="secondary" loading={saving.isPending}>
          {t('create.send.saveTemplate')}
        </Button>
      </form>
      <p role="status">
        {saving.data?.name !== undefined && t('create.send.templateSaved', { name: saving.data.name })}
      </p>
    </details>
  );
}
