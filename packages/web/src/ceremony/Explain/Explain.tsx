import { Details } from '@digdir/designsystemet-react';
import type { CeremonyState } from '@segl/protocol/json';
import { useTranslation } from 'react-i18next';
import './explain.css';

/** What a careful person wonders about before signing, folded. */
export function Explain({ state }: { state: CeremonyState }) {
  const { t } = useTranslation();
  const words = { sender: state.sender.name, eid: state.eidName };
  const answers = [
    {
      question: t('explain.whatHappens'),
      lines: [
        t('explain.whatHappens1', words),
        t('explain.whatHappens2'),
        state.flow === 'direct' ? t('explain.whatHappens3', words) : t('explain.whatHappens3Portal'),
      ],
    },
    { question: t('explain.stored'), lines: [t('explain.stored1'), t('explain.stored2', words)] },
    { question: t('explain.number'), lines: [t(`explain.number_${state.identifierInSignedDocuments}`)] },
  ];
  return (
    <section className="segl-explain">
      <h2>{t('explain.heading')}</h2>
      <div className="segl-explain__list">
        {answers.map(({ question, lines }) => (
          <Details key={question}>
            <Details.Summary>{question}</Details.Summary>
            <Details.Content>
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </Details.Content>
          </Details>
        ))}
      </div>
    </section>
  );
}
