import { lazy, Suspense } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter, Route, Routes } from 'react-router';
import { Problem } from '../api/problem.ts';
import { CeremonyPage } from '../ceremony/CeremonyPage.tsx';
import { Loading } from '../components/Loading/Loading.tsx';
import { CodePage } from '../code/CodePage.tsx';
import { DeadLinkPage } from '../link/DeadLinkPage.tsx';
import { NotFoundPage } from '../link/NotFoundPage.tsx';
import { UnknownLoginPage } from '../link/UnknownLoginPage.tsx';
import { LoggedOutPage } from '../portal/LoggedOutPage.tsx';
import { PortalPage } from '../portal/PortalPage.tsx';

// Signers need not wait for what only others use.
const SenderApp = lazy(async () => ({ default: (await import('../sender/SenderApp.tsx')).SenderApp }));
const VerifyPage = lazy(async () => ({ default: (await import('../verify/VerifyPage.tsx')).VerifyPage }));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A clear answer stays the same when asked again; only a missing one is worth another try.
      retry: (count, error) =>
        count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
      retryDelay: (count) => 500 * 2 ** count,
    },
  },
});

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <Routes>
          <Route path="/ceremony/:ceremonyId" element={<CeremonyPage />} />
          <Route path="/eid/callback" element={<UnknownLoginPage />} />
          <Route path="/redirect/:token" element={<DeadLinkPage />} />
          <Route path="/portal" element={<PortalPage />} />
          <Route path="/portal/logged-out" element={<LoggedOutPage />} />
          <Route
            path="/sender/*"
            element={
              <Suspense fallback={<Loading />}>
                <SenderApp />
              </Suspense>
            }
          />
          <Route
            path="/verify"
            element={
              <Suspense fallback={<Loading />}>
                <VerifyPage />
              </Suspense>
            }
          />
          <Route path="/sign/:token" element={<CodePage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </BrowserRouter>
    </QueryClientProvider>
  );
}
