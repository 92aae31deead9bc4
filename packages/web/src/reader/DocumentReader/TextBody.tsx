import { TextPages, useText } from '../TextPages/TextPages.tsx';
import type { BodyProps } from './body.ts';
import { DocumentFailed } from './DocumentFailed.tsx';
import { EndMark } from './EndMark.tsx';
import { Opening } from './Opening.tsx';

/** A text document. */
export function TextBody({ document, wanted, zoom, onEnd }: BodyProps) {
  const text = useText(document.href, wanted);
  if (text.isError) return <DocumentFailed retry={() => void text.refetch()} />;
  if (text.data === undefined) return <Opening />;
  return (
    <>
      <TextPages text={text.data} title={document.title} zoom={zoom} />
      <EndMark onSeen={onEnd} />
    </>
  );
}
