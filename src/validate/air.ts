import {
  ADDRESS_2,
  carriesData,
  FRAME_TYPE,
  frameType,
  headerLength,
  holdsHeader,
  isProtected,
} from '../codecs/dot11/header.js';
import { trackEapolKey } from './eapol.js';
import type { KeyRing } from './keys.js';
import { trackManagement } from './management.js';
import { mayHoldEapol, msdusOf } from './msdu.js';
import { newNetworks } from './networks.js';
import { openGroup, openPairwise } from './open.js';
import { pairOf } from './pair.js';
import type { Session } from './session.js';

/** What is followed of a capture's 802.11 frames. */
export interface Air {
  /** Takes the next frame, an MPDU without FCS. */
  frame(mpdu: Uint8Array, frame: number): void;
  readonly sessions: readonly Session[];
  /** Data frames, protected or with EAPOL, of networks and stations beyond the limit. */
  readonly untracked: number;
}

export function newAir(ring: KeyRing): Air {
  const networks = newNetworks();
  let untracked = 0;

  const data = (mpdu: Uint8Array, frame: number): void => {
    const start = headerLength(mpdu);
    const pair = pairOf(networks, mpdu);
    if (pair === undefined || mpdu.length <= start) return;
    const encrypted = isProtected(mpdu);
    if (pair.isGroup) {
      if (!encrypted) return;
      const bss = networks.bss(mpdu, pair.ap);
      if (bss === undefined) untracked++;
      else openGroup(bss, mpdu);
      return;
    }
    if (!encrypted && !mayHoldEapol(mpdu, start)) return;
    const session = networks.session(mpdu, pair.ap, pair.station);
    if (session === undefined) {
      untracked++;
      return;
    }
    const body = encrypted ? openPairwise(session, mpdu, session.data) : mpdu.subarray(start);
    if (body === undefined) return;
    for (const eapol of msdusOf(session, mpdu, body, pair.ap === ADDRESS_2))
      trackEapolKey(session, ring, eapol, frame, encrypted);
  };

  return {
    frame: (mpdu, frame) => {
      if (!holdsHeader(mpdu)) return;
      const type = frameType(mpdu);
      if (type === FRAME_TYPE.management) trackManagement(networks, ring, mpdu, frame);
      else if (type === FRAME_TYPE.data && carriesData(mpdu)) data(mpdu, frame);
    },
    sessions: networks.sessions,
    get untracked() {
      return untracked;
    },
  };
}
