import {
  ADDRESS_1,
  ADDRESS_2,
  FRAME_TYPE,
  frameSubtype,
  frameType,
  sameAddress,
} from '../../codecs/dot11/header.js';
import type { At } from '../at.js';
import type { Session } from '../session.js';
import type { Networks } from './networks.js';

/** The subtype of Ack frames (IEEE 802.11-2020, Table 9-1). */
const ACK = 13;

/** What is known of the Acks for the frames of a station. */
export interface Acks {
  /** Whether the capture shows the AP to acknowledge any data frame of the station. */
  areHeard: boolean;
  /** EAPOL-Key frames that the MAC sublayer sent again, by the first of each: by then it had no Ack. */
  readonly sentAgain: Set<number>;
  /** EAPOL-Key frames of which one transmission has an Ack. */
  readonly acknowledged: Set<number>;
  /** The latest Ack for a frame of the station that is not in the capture. */
  ofUnseen: At | undefined;
}

export const newAcks = (): Acks => ({
  areHeard: false,
  sentAgain: new Set(),
  acknowledged: new Set(),
  ofUnseen: undefined,
});

/** Whether all of these frames were sent again, and none acknowledged, in a capture that shows Acks for others. */
export const areUnacknowledged = ({ acks }: Session, frames: readonly number[]): boolean =>
  acks.areHeard && frames.every(frame => acks.sentAgain.has(frame) && !acks.acknowledged.has(frame));

/** Follows which frame an Ack is for: an Ack comes right behind it, and names its transmitter alone (9.3.1.4 and 10.3.2.11). */
export function newAckWatch(networks: Networks) {
  const transmitter = new Uint8Array(6);
  let last: { readonly session: Session; readonly frame: number | undefined } | undefined;
  return {
    /**
     * The frame before was a data frame of the station.
     * @param frame the number of the EAPOL-Key frame that it is or is a copy of
     */
    sent(session: Session, frame: number | undefined): void {
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
