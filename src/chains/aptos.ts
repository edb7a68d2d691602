import { moveChain, moveSpelling } from './move.ts';

/** How a Aptos address is written. */
export const aptosSpelling = /* @__PURE__ */ moveSpelling('aptos');

/** Aptos. */
export const aptos = /* @__PURE__ */ moveChain(aptosSpelling);
