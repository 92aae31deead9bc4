import { Alert, Button, Dialog, Textfield } from '@digdir/designsystemet-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useRefusalWords } from './use-refusal-words.ts';
import './dialog.css';

interface ConfirmDialogProps {
  title: string;
  /** What will be so afterwards, in words. */
  consequence: string;
  /** Label of a message that may go with it. */
  message?: string;
  action: string;
  /** What the way out is called. */
  keep: string;
  run: (message: string) => Promise<unknown>;
  /** Whether it was done or refused. */
  onDone: () => Promise<unknown>;
  onClose: () => void;
}

/** Characters, as the service takes them. */
const longestMessage = 220;

/** Confirms what cannot be undone. */
export function ConfirmDialog({ title, consequence, message, action, keep, ...way }: ConfirmDialogProps) {
  const [words, setWords] = useState('');
  const refusal = useRefusalWords();
  const doing = useMutation({
    mutationFn: () => way.run(words.trim()),
    onSuccess: way.onClose,
    onSettled: way.onDone,
  });
  return (
    <Dialog open closedby="any" onClose={way.onClose} className="segl-confirm" aria-label={title}>
      <h2>{title}</h2>
      <p>{consequence}</p>
      {message !== undefined && (
        <Textfield
          multiline
          rows={3}
          label={message}
          value={words}
          maxLength={longestMessage}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
      )}
      <div role="alert">{doing.isError && <Alert data-color="danger">{refusal(doing.error)}</Alert>}</div>
      <div className="segl-confirm__ways">
        <Button data-color="danger" loading={doing.isPending} onClick={() => doing.mutate()}>
          {action}
        </Button>
        <Button variant="secondary" onClick={way.onClose}>
          {keep}
        </Button>
      </div>
    </Dialog>
  );
}
