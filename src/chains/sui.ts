import { moveChain, moveSpelling } from './move.ts';

/** How a SUI address is written. */
export const suiSpelling = /* @__PURE__ */ moveSpelling('sui');

/** SUI. */
export const sui = /* @__PURE__ */ moveChain(suiSpelling);
