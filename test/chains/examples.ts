/** Addresses of each chain, from the standards' own examples: valid, checksum and all. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  eip155: ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xde709f2102306220921060314715629080e2fb77'],
  bip122: [
    '1AGNa15ZQXAZUgFiqJ2i7Z2DPU2J6hW62i',
    '3CMNFxN1oHBc4R1EpboAL5yzHGgE611Xou',
    'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  ],
  tron: ['TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
};
