import '../../core/ui/no-eval.ts';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { isSignedOut } from './api.ts';
import { Office } from './shell/office.tsx';
import { Themed } from './shell/themed.tsx';
import './office.css';

const root = document.getElementById('root');
if (!root) throw new Error('expected the element #root in index.html');

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
      <BrowserRouter basename="/office">
        <Themed>
          <Office />
        </Themed>
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
