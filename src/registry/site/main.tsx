import { render } from 'preact';
import { Site } from './site.tsx';
import { firstLanguage, Speaking } from './speech.tsx';
import { loadWords } from './words.ts';

const language = firstLanguage();
const t = await loadWords(language);
render(
  <Speaking first={{ language, t }}>
    <Site />
  </Speaking>,
  document.body,
);
