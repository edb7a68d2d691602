import { type PlainTab, until } from './browser.ts';

/** Clicks, as a person does, on the first button, link or summary that shows this text. */
export async function clickOn(tab: PlainTab, text: string): Promise<void> {
  const mark = (wanted: string) => {
    const controls = [...document.querySelectorAll('button, a, summary, label')];
    const control = controls.find((each) => each.textContent?.trim() === wanted && each.checkVisibility());
    for (const each of document.querySelectorAll('[data-clicked]')) each.removeAttribute('data-clicked');
    control?.setAttribute('data-clicked', '');
    return control !== undefined;
  };
  await until(`"${text}" to click on`, () => tab.run(mark, text));
  await tab.click('[data-clicked]');
}

/** Waits until a text can be seen on the page. */
export async function seen(tab: PlainTab, text: string): Promise<void> {
  await until(`"${text}" on the page`, async () => (await tab.text()).includes(text));
}
