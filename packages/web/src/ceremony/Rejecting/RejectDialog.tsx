import { Button, Dialog, Textfield } from '@digdir/designsystemet-react';
import type { CeremonyState } from '@segl/protocol/json';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reject } from '../../api/ceremony.ts';
import { isRefusal } from '../../api/problem.ts';
import { ceremonyKey } from '../use-ceremony.ts';
import '../Deciding/dialog.css';

interface RejectDialogProps {
  ceremonyId: string;
  state: CeremonyState;
  onClose: () => void;
}

/** Characters, as the service takes them. */
const longestReason = 500;

/** Confirms a no: the consequence in words, and a reason for those who wish. */
export function RejectDialog({ ceremonyId, state, onClose }: RejectDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const sender = state.sender.name;
  const answer = useMutation({
    mutationFn: () => reject(ceremonyId, reason),
    onSuccess: (next) => queries.setQueryData(ceremonyKey(ceremonyId), next),
    onError: async (error) => {
      if (isRefusal(error)) await queries.invalidateQueries({ queryKey: ceremonyKey(ceremonyId) });
    },
  });
  const consequence = state.signers.total > 1 ? 'rejecting.consequenceOthers' : 'rejecting.consequence';
  return (
    <Dialog open closeButton={false} onClose={onClose} aria-labelledby="reject-title" className="segl-dialog">
      <h2 id="reject-title" tabIndex={-1} autoFocus>
        {t('rejecting.title')}
      </h2>
      <p>{t(consequence, { sender })}</p>
      <Textfield
        multiline
        rows={3}
        maxLength={longestReason}
        className="segl-dialog__field"
        label={t('rejecting.reason')}
        description={t('rejecting.reasonHelp', { sender })}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <p className="segl-dialog__trouble" role="alert">
        {answer.isError ? t('rejecting.failed') : ''}
      </p>
      <div className="segl-dialog__answers">
        <Button
          data-color="danger"
          loading={answer.isPending}
          onClick={() => {
            if (!answer.isPending) answer.mutate();
          }}
        >
          {t('rejecting.confirm')}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onClose}>
          {t('rejecting.back')}
        </Button>
      </div>
    </Dialog>
  );
}
