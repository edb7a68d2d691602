import { render } from 'preact';
import * as z from 'zod/mini';
import { App } from './app.tsx';
import { hearShortcuts } from './shortcuts.ts';
import { firstLanguage, Speaking } from './speech.tsx';
import { loadWords } from './words.ts';

// The page's policy forbids the code that zod would make for itself.
z.config({ jitless: true });
hearShortcuts();
const language = firstLanguage();
const t = await loadWords(language);
render(
  <Speaking first={{ language, t }}>
    <App />
  </Speaking>,
  document.body,
);
