import { type ComponentType, render } from 'preact';
import type { WordKey } from '../words.ts';
import { Speaking } from './language.tsx';

/** Puts a page into its document, in the person's language. */
export function mount(Page: ComponentType, title: WordKey): void {
  render(
    <Speaking title={title}>
      <Page />
    </Speaking>,
    document.body,
  );
}
