import '../../core/ui/no-eval.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme, rememberedTheme } from '../../core/ui/theme.ts';
import { App } from './app.tsx';
import { openScreen } from './connection.ts';
import './tokens.css';
import './layout.css';
import './header.css';
import './stage.css';
import './greeting.css';
import './call.css';
import './roster.css';
import './footer.css';
import './own/own.css';

const root = document.getElementById('root');
if (!root) throw new Error('expected the element #root in index.html');
applyTheme(rememberedTheme());
createRoot(root).render(
  <StrictMode>
    <App screen={openScreen()} />
  </StrictMode>,
);
