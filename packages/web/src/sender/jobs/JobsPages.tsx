import { Navigate, Route, Routes } from 'react-router';
import { JobListPage } from './JobListPage.tsx';
import { JobPage } from './JobPage/JobPage.tsx';
import { SearchPage } from './SearchPage.tsx';

/** `/sender/{number}/jobs/…`. */
export function JobsPages() {
  return (
    <Routes>
      <Route index element={<Navigate to="waiting" replace />} />
      <Route path="waiting" element={<JobListPage key="waiting" list="waiting" />} />
      <Route path="stopped" element={<JobListPage key="stopped" list="stopped" />} />
      <Route path="signed" element={<JobListPage key="signed" list="signed" />} />
      <Route path="search" element={<SearchPage />} />
      <Route path=":job" element={<JobPage />} />
    </Routes>
  );
}
