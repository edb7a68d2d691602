import { readFileSync } from 'node:fs';
import words from '../../assets/words/console/en.json' with { type: 'json' };
import { type Browser, type Tab, until } from './browser.ts';
import { clickOn, seen } from './page.ts';

/**
 * Opens a registry's console in a browser and signs in, with a key file that the command line made.
 *
 * @param address of the registry, without a final slash
 * @param keyFile of a vote key without a passphrase
 */
export async function signIn(browser: Browser, address: string, keyFile: string): Promise<Tab> {
  const tab = await browser.newTab();
  await tab.open(`${address}/console`);
  await clickOn(tab, words['key.bring']);
  await until('the field for a key file', () => tab.run(chooseFile, readFileSync(keyFile, 'utf8')));
  await clickOn(tab, words['key.bring.do']);
  await clickOn(tab, words['signin.do']);
  await seen(tab, words['queue.total'].replace('{total}', ''));
  return tab;
}

/** Does in a page what choosing a file does. */
function chooseFile(text: string): boolean {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (input === null) return false;
  const chosen = new DataTransfer();
  chosen.items.add(new File([text], 'vote.key'));
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

/** Signs what the form of a vote says, and waits until it stands in the log. */
export async function signVote(tab: Tab): Promise<void> {
  await clickOn(tab, words['vote.review']);
  await seen(tab, '"_type": "vote"');
  await clickOn(tab, words['sign.do']);
  await seen(tab, words['vote.done'].split('{leaf}')[1]!);
}
