/**
 * What keeps Baize from doing what it promises, gravest first. A code names what people are told: `trouble.<code>` and
 * `trouble.<code>.text` in the words.
 *
 * `access`: the browser withholds sites from the extension. `gate`: the browser's rules are not what the lists say.
 * `store`: the stored lists cannot be read. `clock`: this computer's clock disagrees with signed times.
 */
export const troubles = ['access', 'gate', 'store', 'clock'] as const;
/** Under this name the background keeps those it has found, for the session. */
export const troublesValue = 'troubles';
export type Trouble = (typeof troubles)[number];
