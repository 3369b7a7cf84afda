import {
  ADDRESS_1,
  ADDRESS_2,
  FRAME_TYPE,
  frameSubtype,
  frameType,
  sameAddress,
} from '../../codecs/dot11/header.js';
import type { At } from '../at.js';
import type { Tracked } from '../session.js';
import type { Networks } from './networks.js';

/** The subtype of Ack frames (IEEE 802.11-2020, Table 9-1). */
const ACK = 13;

/** Follows which frame an Ack is for: an Ack comes right behind it, and names its transmitter alone (9.3.1.4 and 10.3.2.11). */
export function newAckWatch(networks: Networks) {
  const transmitter = new Uint8Array(6);
  let last: { readonly session: Tracked; readonly frame: number | undefined } | undefined;
  return {
    /**
     * The frame before was a data frame of the station.
     * @param frame the number of the EAPOL-Key frame that it is or is a copy of
     */
    sent(session: Tracked, frame: number | undefined): void {
      last = { session, frame };
    },
    /** The next frame, before it is looked at in any other way. */
    next(mpdu: Uint8Array, at: At): void {
      const before = last;
      last = undefined;
      if (frameType(mpdu) !== FRAME_TYPE.control || frameSubtype(mpdu) !== ACK) {
        transmitter.fill(0);
        transmitter.set(mpdu.subarray(ADDRESS_2, ADDRESS_2 + 6));
        return;
      }
      if (!sameAddress(mpdu, ADDRESS_1, transmitter, 0)) {
        const station = mpdu.subarray(ADDRESS_1, ADDRESS_1 + 6);
        for (const { acks } of networks.ofStation(station)) acks.ofUnseen = at;
        return;
      }
      // One that two sniffers have comes twice.
      if (before === undefined) return;
      before.session.acks.areHeard = true;
      if (before.frame !== undefined) before.session.acks.acknowledged.add(before.frame);
    },
  };
}
