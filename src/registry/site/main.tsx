import { render } from 'preact';
import { Site } from './site.tsx';
import { firstSpeech, Speaking } from './speech.tsx';

render(
  <Speaking first={await firstSpeech()}>
    <Site />
  </Speaking>,
  document.body,
);
