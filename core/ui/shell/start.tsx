import '../no-eval.ts';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { watchActivity } from './activity.ts';
import { isSignedOut } from './api.ts';
import { type Program, ProgramContext } from './program.ts';
import { Shell } from './shell.tsx';
import { Themed } from './themed.tsx';
import './shell.css';

/** Puts a program's pages into `#root`. */
export function startPages(program: Program): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('expected the element #root in index.html');
  watchActivity(window);
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (count, error) => count < 2 && !isSignedOut(error),
        staleTime: 5000,
      },
    },
  });
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename={program.base}>
          <Themed>
            <ProgramContext value={program}>
              <Shell />
            </ProgramContext>
          </Themed>
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
}
