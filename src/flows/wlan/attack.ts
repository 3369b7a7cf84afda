import { copyOf } from '../../codecs/copy.js';
import { decodeEapolKey } from '../../codecs/dot11/eapol-key.js';
import { isProtected } from '../../codecs/dot11/header.js';
import { EAPOL_ETHERTYPE } from '../../codecs/link/llc.js';
import { type HandshakeMessage, messageOf } from '../../crypto/handshake.js';
import { ifDecodable } from '../engine/if-decodable.js';
import { payloadOf } from './frames.js';

/** Where nonce and MIC are in an EAPOL-Key frame with a MIC of 16 octets (IEEE 802.11-2020, 12.7.2). */
const NONCE = 17;
const MIC = 81;

/** Puts a frame on the air that another was heard on, as an attacker does that writes whatever addresses it likes. */
export type Inject = (mpdu: Uint8Array, comment: string) => void;

/** An attacker that listens to the air, and puts frames on it. */
export interface Attacker {
  /** What it does when it hears a frame, and may send one on the same air. */
  hear(mpdu: Uint8Array, inject: Inject): void;
}

/** Which message of the handshakes a frame holds, as far as one without keys sees it; undefined for one that holds none. */
export function keyMessageIn(mpdu: Uint8Array): HandshakeMessage | undefined {
  const content = payloadOf(mpdu);
  if (isProtected(mpdu) || content?.etherType !== EAPOL_ETHERTYPE) return undefined;
  const key = ifDecodable(() => decodeEapolKey(content.payload));
  return key && messageOf(key);
}

/**
 * Waits for the first `message` in clear, and puts a copy on the air that differs from it.
 * @param change changes the EAPOL frame in the copy
 */
export function createForger(options: {
  readonly message: 'M1' | 'M2';
  readonly change: (eapol: Uint8Array) => void;
  readonly comment: string;
}): Attacker {
  let isDone = false;
  return {
    hear(mpdu, inject) {
      if (isDone || keyMessageIn(mpdu) !== options.message) return;
      isDone = true;
      const forged = copyOf(mpdu);
      options.change(payloadOf(forged)!.payload);
      inject(forged, options.comment);
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
