import { copyOf } from '../codecs/copy.js';
import { decodeEapolKey } from '../codecs/dot11/eapol-key.js';
import { EAPOL_ETHERTYPE } from '../codecs/link/llc.js';
import { messageOf } from '../crypto/handshake.js';
import { payloadOf } from './frames.js';
import { ifDecodable } from './key-frame.js';
import type { Wlan } from './wlan.js';

/** Where nonce and MIC are in an EAPOL-Key frame with a MIC of 16 octets (IEEE 802.11-2020, 12.7.2). */
const NONCE = 17;
const MIC = 81;

/** An attacker that listens to the air, and puts frames on it. */
export interface Attacker {
  /** What it does when it hears a frame. */
  hear(mpdu: Uint8Array): void;
}

/**
 * Waits for the first `message` in clear, and puts a copy on the air that differs from it.
 * @param change changes the EAPOL frame in the copy
 */
export function createForger(options: {
  readonly message: 'M1' | 'M2';
  readonly change: (eapol: Uint8Array) => void;
  readonly comment: string;
  readonly inject: Wlan['inject'];
}): Attacker {
  let isDone = false;
  return {
    hear(mpdu) {
      if (isDone) return;
      const content = payloadOf(mpdu);
      if (content?.etherType !== EAPOL_ETHERTYPE) return;
      const key = ifDecodable(() => decodeEapolKey(content.payload));
      if (key === undefined || messageOf(key) !== options.message) return;
      isDone = true;
      const forged = copyOf(mpdu);
      options.change(forged.subarray(mpdu.length - content.payload.length));
      options.inject(forged, options.comment);
    },
  };
}

/** Another nonce in place of that of an EAPOL-Key frame. */
export const replaceNonce =
  (nonce: Uint8Array) =>
  (eapol: Uint8Array): void =>
    eapol.set(nonce, NONCE);

/** One bit of the MIC of an EAPOL-Key frame flipped. */
export function flipMicBit(eapol: Uint8Array): void {
  eapol[MIC]! ^= 1;
}
