import type { Alliance } from '../../core/alliance.ts';

/** The bytes of an alliance.json: indented, so that people can read what they sign. */
export function allianceBytes(alliance: Alliance): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(alliance, null, 2)}\n`);
}
