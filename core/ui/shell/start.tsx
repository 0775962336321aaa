import '../no-eval.ts';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { watchActivity } from './activity.ts';
import { isSignedOut } from './api.ts';
import { type Program, ProgramContext } from './program.ts';
import { Shell, welcomeQuery } from './shell.tsx';
import { Themed } from './themed.tsx';
import './shell.css';

/** Drawing waits no longer than this for what is to be shown: then it shows that it is waiting. */
const MOST_EARLY_MS = 400;

/**
 * Reads who is signed in, and what the page that is opened shows at first: drawn once, with everything there, instead of
 * three times with less (a spinner, the frame with a spinner, the page).
 */
async function readEarly(program: Program, queries: QueryClient): Promise<void> {
  const { actor } = await queries.query(welcomeQuery(program));
  if (actor === null) return;
  const { base, home, pagesOf } = program;
  if (location.pathname.replace(/\/$/, '') === base) history.replaceState(null, '', base + home);
  const opened = location.pathname.slice(base.length);
  await pagesOf(actor)
    .find(({ path }) => path === opened)
    ?.early?.(queries);
}

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
  const draw = (): void =>
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
  void Promise.race([
    readEarly(program, queries).catch(() => undefined), // the pages read it again and say why they cannot
    new Promise((late) => setTimeout(late, MOST_EARLY_MS)),
  ]).then(draw);
}
