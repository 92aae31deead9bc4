import { Route, Routes } from 'react-router';
import { BulkPage } from './BulkPage/BulkPage.tsx';
import { DraftList } from './DraftList.tsx';
import { DraftPage } from './DraftPage.tsx';
import { NewDraft } from './NewDraft.tsx';

/** `/sender/{number}/drafts/…` and `…/templates/…`. */
export function DraftsPages({ kind }: { kind: 'draft' | 'template' }) {
  return (
    <Routes>
      <Route index element={<DraftList key={kind} kind={kind} />} />
      <Route path="new" element={<NewDraft />} />
      {kind === 'template' && <Route path=":draft/bulk" element={<BulkPage />} />}
      <Route path=":draft" element={<DraftPage />} />
    </Routes>
  );
}
