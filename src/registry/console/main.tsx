import { render } from 'preact';
import * as z from 'zod/mini';
import { App } from './app.tsx';
import { hearShortcuts } from './shortcuts.ts';
import { firstSpeech, Speaking } from './speech.tsx';

// The page's policy forbids the code that zod would make for itself.
z.config({ jitless: true });
hearShortcuts();
render(
  <Speaking first={await firstSpeech()}>
    <App />
  </Speaking>,
  document.body,
);
