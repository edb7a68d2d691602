import { sampleAddresses } from '../../scripts/demo/addresses.ts';

const sample = sampleAddresses('Baize test: an example');

/** Addresses of each chain, from the standards' own examples where they have some: valid, checksum and all. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  eip155: ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xde709f2102306220921060314715629080e2fb77'],
  bitcoin: [
    '1AGNa15ZQXAZUgFiqJ2i7Z2DPU2J6hW62i',
    '3CMNFxN1oHBc4R1EpboAL5yzHGgE611Xou',
    'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  ],
  litecoin: ['LT2KVaAy1ppRuxRgrS5RNU3vBsy7RibPeA', 'MHrYRxAiMNBTku3eoDHwhA1LQGDjUStZW2', sample.litecoin],
  dogecoin: ['DD4KSSuBJqcjuTcvUg1CgUKeurPUFeEZkE', 'A7HRQk3GFCW2QasvdZxXuYj8kkQK5QrYLs'],
  'bitcoin-cash': [
    'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    'ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq',
    'BITCOINCASH:QR95SY3J9XWD2AP32XKYKTTR4CVCU7AS4Y0QVERFUY',
  ],
  tron: [
    'TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL',
    'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    '41a614f803b6fd780986a42c78ec9c7f77e6ded13c',
  ],
  xrpl: ['rGWrZyQqhTp9Xu7G5Pkayo7bXjH4k4QYpf', 'XVLhHMPHU98es4dbozjVtdWzVrDjtV5fdx1mHp98tDMoQXb'],
  monero: [
    '4ADT1BtbxqEWeMKp9GgPr2NeyJXXtNxvoDawpyA4WpzFcGcoHUvXeijE66DNfohE9r1bQYaBiQjEtKE7CtkTdLwiDznFzra',
    '8AW7SotwFrqfAKnibspuuhfowW4g3asvpQvdrTmPcpNr2GmXPtBBSxUPZQATAt8Vw2hiX9GDyxB4tMNgHjwt8qYsCeFDVvn',
    '4Byr22j9M2878Mtyb3fEPcBNwBZf5EXqn1Yi6VzR46618SFBrYysab2Cs1474CVDbsh94AJq7vuV3Z2DRq4zLcY3LHzo1Nbv3d8J6VhvCV',
  ],
  solana: ['TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA', sample.solana],
  ton: [
    'UQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPuwA',
    'Ef/lZ1T4NCb2mwkme9h2rJfESCE0W34ma9lWp7+/uY3zXDvq',
    '0:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e',
    sample.ton,
  ],
  cardano: [
    'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x',
    'stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw',
    'Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi',
    'DdzFFzCqrht7HGoJ87gznLktJGywK1LbAJT2sbd4txmgS7FcYLMQFhawb18ojS9Hx55mrbsHPr7PTraKh14TSQbGBPJHbDZ9QVh6Z6Di',
    sample.cardano,
  ],
  polkadot: [
    '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
    'yGHXkYLYqxijLKKfd9Q2CB9shRVu8rPNBS53wvwGTutYg4zTg',
    sample.polkadot,
  ],
  cosmos: [
    'cosmos1f2f9vryyu53gr8vhsksn66kugnxaa7k86kjxet',
    'OSMO1F2F9VRYYU53GR8VHSKSN66KUGNXAA7K8JDPK0E',
    'terra1nsuqsk6kh58ulczatwev87ttq2z6r3pusulg9r24mfj2fvtzd4uq3exn26',
    sample.cosmos,
  ],
  sui: [sample.sui],
  aptos: [sample.aptos],
};
