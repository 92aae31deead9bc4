import { Button, Textfield } from '@digdir/designsystemet-react';
import type { BulkCheck, BulkRow } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import { cellId, tableId, type BulkProblems } from './use-bulk-problems.ts';

interface RowsProps {
  check: BulkCheck;
  problems: BulkProblems;
  edit: (rows: readonly (readonly string[])[]) => void;
  leftOut: (line: number) => void;
}

/** One row for each job; the cells that are wrong can be written in. */
export function Rows({ check: { columns, rows }, problems, edit, leftOut }: RowsProps) {
  const { t } = useTranslation('sender');
  const replace = (changed: BulkRow, cells: readonly string[] | undefined) =>
    edit(rows.flatMap((row) => (row === changed ? (cells === undefined ? [] : [cells]) : [row.cells])));
  if (rows.length === 0) return <div id={tableId} tabIndex={-1} />;
  return (
    <div className="segl-bulk__scroll" role="region" aria-labelledby="bulk-caption" tabIndex={0} id={tableId}>
      <table className="segl-jobs segl-bulk__table">
        <caption id="bulk-caption" className="ds-sr-only">
          {t('create.bulk.rows')}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('create.bulk.row')}</th>
            {columns.map(({ heading }, column) => (
              // Two may have the same heading.
              <th scope="col" key={`${column} ${heading}`}>
                {heading}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={`${row.line} ${row.cells.join('\n')}`}
              {...{ row, columns, problems }}
              write={(column, text) => replace(row, row.cells.with(column, text))}
              leaveOut={() => {
                replace(row, undefined);
                leftOut(row.line);
              }}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  row: BulkRow;
  columns: BulkCheck['columns'];
  problems: BulkProblems;
  write: (column: number, text: string) => void;
  leaveOut: () => void;
}

function Row({
  row: { line, cells, problems: found, repeats },
  columns,
  problems,
  write,
  leaveOut,
}: RowProps) {
  const { t } = useTranslation('sender');
  const ofRow = found.filter(({ column }) => column === undefined);
  const wrong = found.length > 0;
  return (
    <tr data-wrong={wrong || undefined}>
      <th scope="row">
        {line}
        {ofRow.map((problem) => (
          <span key={problem.code} className="segl-problem" id={cellId(line, undefined)} tabIndex={-1}>
            {problems.words(problem)}
          </span>
        ))}
        {repeats !== undefined && (
          <span className="segl-jobs__about">{t('create.bulk.repeats', { line: repeats })}</span>
        )}
      </th>
      {columns.map(({ heading }, column) => {
        const problem = found.find((one) => one.column === column);
        const text = cells[column] ?? '';
        return (
          <td key={`${column} ${heading}`} data-heading={heading}>
            {problem === undefined ? (
              text
            ) : (
              <WrongCell
                id={cellId(line, column)}
                label={t('create.bulk.cell', { column: heading, line })}
                error={problems.words(problem)}
                text={text}
                write={(changed) => write(column, changed)}
              />
            )}
          </td>
        );
      })}
      <td>
        {(wrong || repeats !== undefined) && (
          <Button
            variant="tertiary"
            data-size="sm"
            aria-label={t('create.bulk.leaveOutRow', { line })}
            onClick={leaveOut}
          >
            {t('create.bulk.leaveOut')}
          </Button>
        )}
      </td>
    </tr>
  );
}

interface WrongCellProps {
  id: string;
  label: string;
  error: string;
  text: string;
  write: (text: string) => void;
}

/** Written when it is left, or with Enter. */
function WrongCell({ id, label, error, text, write }: WrongCellProps) {
  const done = (typed: string) => {
    if (typed !== text) write(typed);
  };
  return (
    <Textfield
      id={id}
      data-size="sm"
      aria-label={label}
      autoComplete="off"
      defaultValue={text}
      maxLength={254}
      error={error}
      onBlur={({ currentTarget }) => done(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') done(currentTarget.value);
      }}
    />
  );
}
