import { decryptMpdu, encryptMpdu, prepareKey } from '../crypto/mpdu.js';
import { readMpduHeader, tidOf } from '../crypto/mpdu-header.js';

/** A pairwise temporal key in use at one end of a link, with its packet numbers. */
export interface TemporalKey {
  /** The MPDU protected under the next packet number; the first is 1 (IEEE 802.11-2020, 12.5.3.3.2). */
  seal(mpdu: Uint8Array): Uint8Array;
  /**
   * The MPDU without its protection, the Protected bit clear: undefined if it does not open under this key, or repeats
   * a packet number or goes back behind one of its TID (12.5.3.4.4).
   */
  open(mpdu: Uint8Array): Uint8Array | undefined;
}

/** The remark on a protected frame for which `open` has no answer, or for which there is no key. */
export const NOT_OPENED = 'dropped: no key in use opens it, or its packet number is not new';

const PROTECTED = 0x40;
/** Robust management frames have a replay counter of their own (12.5.3.4.4). */
const MANAGEMENT = 16;

/**
 * A key as it is installed: packet numbers start over, and no frame has been received.
 * @param cipher selector of a CCMP or GCMP suite
 */
export function createTemporalKey(cipher: string, tk: Uint8Array): TemporalKey {
  const key = prepareKey(cipher, tk);
  let lastPn = 0n;
  /** The last packet number of each TID. */
  const received: bigint[] = [];
  return {
    seal(mpdu) {
      lastPn++;
      return encryptMpdu(key, mpdu, lastPn);
    },
    open(mpdu) {
      const opened = decryptMpdu(key, mpdu);
      const header = readMpduHeader(mpdu);
      if (opened === undefined || header === undefined) return undefined;
      const counter = header.isData ? tidOf(mpdu, header) : MANAGEMENT;
      if (opened.pn <= (received[counter] ?? 0n)) return undefined;
      received[counter] = opened.pn;
      const clear = new Uint8Array(opened.headerLength + opened.plaintext.length);
      clear.set(mpdu.subarray(0, opened.headerLength));
      clear[1]! &= ~PROTECTED;
      clear.set(opened.plaintext, opened.headerLength);
      return clear;
    },
  };
}
