import { parseAddresses } from '../../src/chains/address.ts';

/** The keys of a text, one for each chain that reads it. */
export const keysIn = (text: string): string[] => parseAddresses(text).map(({ key }) => key);

/** What is known of a text's checksum; undefined when it is no address. */
export const checksumIn = (text: string) => parseAddresses(text)[0]?.checksum;
