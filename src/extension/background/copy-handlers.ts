import { browser } from 'wxt/browser';
import type { App } from './app.ts';
import { listedOf, readTexts } from './found.ts';
import type { Handler } from './handlers.ts';
import type { ReadText } from './read-text.ts';

/** A person copied texts on a page. */
export const copied: Handler<'guard.copied'> = async (app, { texts }, { isPrivate }) => {
  const read = addressesOf(await readTexts(app, texts));
  await remember(app, read, isPrivate);
  return { listed: listedOf(read) };
};

/** A person pasted texts on a page. */
export const pasted: Handler<'guard.pasted'> = async (app, { texts }) => {
  const read = addressesOf(await readTexts(app, texts));
  const [lookalikes, swap] = await Promise.all([app.copies.lookalikes(read), app.swaps.pasted(read)]);
  return { listed: listedOf(read), lookalikes, swap };
};

/** A person copied an address from the popup. */
export const add: Handler<'copies.add'> = async (app, { text, tabId }) => {
  const { incognito } = await browser.tabs.get(tabId);
  await remember(app, addressesOf(await readTexts(app, [text])), incognito);
  return null;
};

export const show: Handler<'copies.show'> = async (app) => ({ count: await app.copies.count() });

export const forget: Handler<'copies.forget'> = async (app, request, from) => {
  await Promise.all([app.copies.forget(), app.swaps.forget()]);
  return show(app, request, from);
};

/** The addresses among the texts, each once. One whose checksum does not hold is none that a person would pay to. */
function addressesOf(read: readonly ReadText[]): ReadText[] {
  const byKey = new Map<string, ReadText>();
  for (const one of read) {
    const [first] = one.readings;
    if (first !== undefined && (first.checksum !== 'bad' || one.finding !== null)) byKey.set(first.key, one);
  }
  return [...byKey.values()];
}

/** 32 bytes in hex are an address of Sui and Aptos, and just as well a secret key: nothing of them is stored. */
const MAY_BE_SECRET = /^0x[\da-f]{64}$/i;

/**
 * Who copies one address means to use it; a whole table is no choice. What is listed is nothing to hold others to, and
 * of a private window nothing is stored.
 */
async function remember(app: App, read: readonly ReadText[], isPrivate: boolean): Promise<void> {
  await app.swaps.copied(read);
  const [only, ...others] = read;
  const address = others.length === 0 && only?.finding === null ? only.readings[0] : undefined;
  const mayStay = address !== undefined && !isPrivate && !MAY_BE_SECRET.test(address.text);
  if (mayStay) await app.copies.add(address);
  await app.expireCopies();
}
