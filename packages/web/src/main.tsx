import './theme/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startTexts } from './i18n/index.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element');
startTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
