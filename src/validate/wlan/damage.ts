import { fcsOf } from '../../codecs/dot11/fcs.js';
import type { Dot11Packet } from '../../codecs/dot11/physical.js';

/** Damaged packets of one capture. */
export interface Damage {
  packets: number;
  /** The first of them. */
  readonly frame: number;
}

/** Tells which frames the air has damaged, and counts them. */
export interface DamageCheck {
  /**
   * Whether the frame is damaged: the device that captured it says so, or it has another FCS than that of its octets. Ask once
   * for each frame.
   * @param link the interface that it is from, of all captures
   * @param capture the number of the capture, from 0
   */
  isDamaged(packet: Dot11Packet, link: number, frame: number, capture: number): boolean;
  /** Takes a packet of any link type of which the capture says that it is damaged. */
  damaged(frame: number, capture: number): void;
  /** By the number of the capture. */
  readonly damage: ReadonlyMap<number, Damage>;
}

/**
 * A check of no frames yet. There are drivers that announce an FCS and fill in anything: a wrong one counts only on an interface
 * that has shown a right one, which is a coincidence once in 2^32 frames.
 */
export function newDamageCheck(): DamageCheck {
  const trusted = new Set<number>();
  const damage = new Map<number, Damage>();
  const isWrong = ({ mpdu, fcsField }: Dot11Packet, link: number): boolean => {
    if (fcsField === undefined) return false;
    if (fcsOf(mpdu) !== fcsField) return trusted.has(link);
    trusted.add(link);
    return false;
  };
  const damaged = (frame: number, capture: number): void => {
    const known = damage.get(capture);
    if (known === undefined) damage.set(capture, { packets: 1, frame });
    else known.packets++;
  };
  return {
    isDamaged: (packet, link, frame, capture) => {
      if (!packet.badFcs && !isWrong(packet, link)) return false;
      damaged(frame, capture);
      return true;
    },
    damaged,
    damage,
  };
}
