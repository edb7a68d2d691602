import type { WordKey } from '../../words.ts';

const chains: Readonly<Record<string, WordKey>> = {
  eip155: 'chain.eip155',
  bip122: 'chain.bip122',
  tron: 'chain.tron',
};

/** The parts of an address key. `word` names the chain; null for one this version has no name for. */
export function readKey(key: string): { chain: string; address: string; word: WordKey | null } {
  const colon = key.indexOf(':');
  const chain = key.slice(0, colon);
  return { chain, address: key.slice(colon + 1), word: chains[chain] ?? null };
}

/** An address as people compare them: its start and its end. */
export function shortAddress(address: string): string {
  return address.length <= 14 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/**
 * An address in its short form. The middle is there, without width: who selects the text, hovers over it or hears
 * it gets the whole address.
 */
export function AddressText({ address }: { address: string }) {
  if (address.length <= 14) return <code class="address">{address}</code>;
  return (
    <code class="address" title={address}>
      {address.slice(0, 6)}
      <span class="middle">{address.slice(6, -4)}</span>
      {address.slice(-4)}
    </code>
  );
}
