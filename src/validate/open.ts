import { decryptMpdu } from '../crypto/mpdu.js';
import type { Bss, ProtectedCount, Session } from './session.js';

/**
 * The body of a protected frame between the two of `session` in clear, and the count of it; undefined where
 * no key opens it. Keys are tried from the one that opened a frame last: a re-key does not end the use of the
 * old key at once, and one that fails does not end it at all.
 */
export function openPairwise(
  session: Session,
  mpdu: Uint8Array,
  count: ProtectedCount,
): Uint8Array | undefined {
  const keys = session.temporalKeys;
  for (let i = 0; i < keys.length; i++) {
    const opened = decryptMpdu(keys[i]!.key, mpdu, { lax: true });
    if (opened === undefined) continue;
    if (i > 0) keys.unshift(...keys.splice(i, 1));
    count.decrypted++;
    return opened.plaintext;
  }
  count.undecrypted++;
  return undefined;
}

/**
 * Counts a protected frame that an AP sends to a group, once: for the first station that is associated then,
 * or for the network where none is.
 */
export function openGroup(bss: Bss | undefined, mpdu: Uint8Array): void {
  if (bss === undefined) return;
  const opened = bss.groupKeys.some(({ key }) => decryptMpdu(key, mpdu, { lax: true }) !== undefined);
  let count = bss.unclaimed;
  for (const session of bss.stations.values())
    if (session.associated) {
      count = session.data;
      break;
    }
  count[opened ? 'decrypted' : 'undecrypted']++;
}
