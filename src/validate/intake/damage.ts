import { fcsOf } from '../../codecs/dot11/fcs.js';
import type { Dot11Packet } from '../../codecs/dot11/physical.js';
import { count, type Tally } from './tally.js';

/** Tells which frames the air has damaged, and counts them. */
export interface DamageCheck {
  /**
   * Whether the frame is damaged: the device that captured it says so, or it has another FCS than that of its octets. Ask once
   * for each frame.
   * @param link the interface that it is from, of all captures
   */
  isDamaged(packet: Dot11Packet, link: number, frame: number): boolean;
  /** Takes a packet of any link type of which the capture says that it is damaged. */
  damaged(frame: number): void;
  readonly damage: Tally;
}

/**
 * A check of no frames yet. There are drivers that announce an FCS and fill in anything: a wrong one counts only on an interface
 * that has shown a right one, which is a coincidence once in 2^32 frames.
 */
export function newDamageCheck(): DamageCheck {
  const trusted = new Set<number>();
  const damage: Tally = new Map();
  const isWrong = ({ mpdu, fcsField }: Dot11Packet, link: number): boolean => {
    if (fcsField === undefined) return false;
    if (fcsOf(mpdu) !== fcsField) return trusted.has(link);
    trusted.add(link);
    return false;
  };
  const damaged = (frame: number): void => {
    count(damage, frame, () => ({}));
  };
  return {
    isDamaged: (packet, link, frame) => {
      if (!packet.badFcs && !isWrong(packet, link)) return false;
      damaged(frame);
      return true;
    },
    damaged,
    damage,
  };
}
