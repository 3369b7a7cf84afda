import { crc32 } from '../../codecs/crc32.js';
import type { At } from '../at.js';

/** Follows COUNT of one bearer in one direction (TS 36.323, 5.1.2.2 and 6.3.5). */
export interface CountTracker {
  /** Whether this very PDU was there already, as where two captures are merged. */
  isRepeated(pdu: Uint8Array): boolean;
  /** What COUNT may be with this SN, likeliest first. */
  candidates(sn: number): readonly number[];
  /**
   * Takes a PDU with its COUNT.
   * @returns what was seen before it, where PDUs are missing in between
   */
  take(count: number, pdu: Uint8Array, at: At): At | undefined;
  /** Whether the SN is that of the PDU that is due, after one that proved its COUNT. */
  isDue(sn: number): boolean;
  /** A PDU proved that its COUNT is right. */
  proven(): void;
}

const SN_VALUES = 32;
/** Before the first PDU that is verified, HFN may be whatever the part before the capture made it. */
const FIRST_HFNS = 8;
const MAX_COUNT = 2 ** 32 - 1;

/** The COUNTs of a direction of a bearer, of which no PDU has come (TS 36.323, 6.3.5). */
export function newCountTracker(): CountTracker {
  /** The COUNT that follows the highest one seen. */
  let next: number | undefined;
  let lastAt: At | undefined;
  let isProven = false;
  /** Fingerprints by SN of the latest PDUs. */
  const recent = new Map<number, number>();

  return {
    isRepeated: pdu => recent.get(pdu[0]! % SN_VALUES) === crc32(pdu),
    candidates: sn => {
      if (next === undefined || !isProven) {
        const likeliest = next === undefined ? [] : around(next, sn);
        const others = Array.from({ length: FIRST_HFNS }, (_, hfn) => hfn * SN_VALUES + sn);
        return [...new Set([...likeliest, ...others])];
      }
      return around(next, sn);
    },
    take: (count, pdu, at) => {
      const isGap = next !== undefined && count > next;
      const from = isGap ? (lastAt ?? at) : undefined;
      recent.set(pdu[0]! % SN_VALUES, crc32(pdu));
      if (next === undefined || count >= next) {
        next = count + 1;
        lastAt = at;
      }
      return from;
    },
    isDue: sn => isProven && next !== undefined && next % SN_VALUES === sn,
    proven: () => {
      isProven = true;
    },
  };
}

/** The COUNTs of an SN nearest to the expected one, ahead first unless it is half a cycle away; and one cycle later. */
function around(next: number, sn: number): readonly number[] {
  const ahead = (((sn - next) % SN_VALUES) + SN_VALUES) % SN_VALUES;
  const forward = next + ahead;
  const nearest = ahead < SN_VALUES / 2 ? [forward, forward - SN_VALUES] : [forward - SN_VALUES, forward];
  return [...nearest, forward + SN_VALUES].filter(count => count >= 0 && count <= MAX_COUNT);
}
