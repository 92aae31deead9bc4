import { Alert, Button, Field, Label, Textarea } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkBulk } from '../../../api/sender-drafts.ts';
import { useDropAnywhere } from '../../../hooks/use-drop-anywhere.ts';
import { useOrganisation } from '../../use-me.ts';
import { readCsv, toCsv } from './csv.ts';

/** Characters, as the service takes them. */
const longest = 200_000;

interface GiveTableProps {
  template: string;
  name: string;
  give: (csv: string) => void;
}

/** A file is chosen or dropped, or rows are pasted. */
export function GiveTable({ template, name, give }: GiveTableProps) {
  const { t } = useTranslation('sender');
  const { number } = useOrganisation();
  const [pasted, setPasted] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const paste = useId();
  const headings = useHeadings(number, template);
  const [isTooLong, setTooLong] = useState(false);
  // Never a part of a table: nobody would see which rows are missing.
  const hand = (csv: string) => {
    setTooLong(csv.length > longest);
    if (csv.length <= longest) give(csv);
  };
  const read = (chosen: File | undefined) => {
    if (chosen !== undefined) void readCsv(chosen).then(hand);
  };
  useDropAnywhere(([file]) => read(file));
  return (
    <>
      <p className="segl-settings-lead">{t('create.bulk.lead', { name })}</p>
      {headings.length > 0 && (
        <p>
          {t('create.bulk.columns', { columns: headings.join(', ') })}{' '}
          <a
            download={`${name}.csv`}
            href={`data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${toCsv([headings, headings.map(() => '')])}`)}`}
          >
            {t('create.bulk.sample')}
          </a>
        </p>
      )}
      <div role="alert">
        {isTooLong && <Alert data-color="danger">{t('create.bulk.problem.TABLE_TOO_LONG')}</Alert>}
      </div>
      <div className="segl-drop">
        <Button variant="secondary" onClick={() => input.current?.click()}>
          {t('create.bulk.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onChange={({ currentTarget }) => {
            read(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
        <p className="segl-quiet">{t('create.bulk.drop')}</p>
      </div>
      <form
        className="segl-bulk__paste"
        onSubmit={(event) => {
          event.preventDefault();
          hand(pasted);
        }}
      >
        <Field>
          <Label htmlFor={paste}>{t('create.bulk.paste')}</Label>
          <Textarea
            id={paste}
            rows={6}
            value={pasted}
            spellCheck={false}
            autoComplete="off"
            onChange={({ currentTarget }) => setPasted(currentTarget.value)}
          />
        </Field>
        <Button type="submit">{t('create.bulk.check')}</Button>
      </form>
    </>
  );
}

/** What the columns may be called, in the language of the page. */
function useHeadings(organisation: string, template: string): readonly string[] {
  const { t } = useTranslation('sender');
  const { data } = useQuery({
    queryKey: ['sender', organisation, 'bulk', template, 'columns'],
    queryFn: () => checkBulk(organisation, template, ''),
  });
  return (data?.columns ?? []).map(({ heading, field }) => {
    const [, role] = /^(.+): /.exec(heading) ?? [];
    const words = field === undefined ? heading : t(`create.bulk.field.${field}`);
    return role === undefined ? words : `${role}: ${words}`;
  });
}
