import type { Ptk } from '../../../src/crypto/index.js';
import type { groupHandshake, handshake } from '../peer.js';
import { under } from '../peer.js';

/** A group key handshake as it is sent in an association. */
export const protectedGroupHandshake = (
  ptk: Ptk,
  { g1, g2 }: ReturnType<typeof groupHandshake>,
): Uint8Array[] => [under(ptk.tk, g1), under(ptk.tk, g2)];

/** A re-key as it is sent in an association: under the TK before. */
export const protectedHandshake = (
  before: Ptk,
  { m1, m2, m3, m4 }: ReturnType<typeof handshake>,
): Uint8Array[] => [m1, m2, m3, m4].map(mpdu => under(before.tk, mpdu));
