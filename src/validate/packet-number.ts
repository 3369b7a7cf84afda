import { FRAME_TYPE, frameType, isQosData, qosControlOffset } from '../codecs/dot11/header.js';

/** Packet numbers below the highest that are remembered: as many as a block acknowledgement agreement has under way. */
const REMEMBERED = 64;

/** The packet numbers seen under one temporal key in one direction. */
export interface PnWindow {
  first: number;
  highest: number;
  /** The frame that bore the highest. */
  frame: number;
  /** How many different ones were seen. */
  distinct: number;
  /** By the number's remainder: the number, and the end of its frame, which tells frames apart. */
  readonly pns: Float64Array;
  readonly ends: Float64Array;
  /** The highest by traffic identifier: a frame of another one may have waited for long. */
  readonly ofTid: Float64Array;
}

/** Behind the 16 traffic identifiers: data without QoS, and management frames. */
const NO_TID = 16;
const OF_MANAGEMENT = 17;

const tidOf = (mpdu: Uint8Array): number => {
  if (isQosData(mpdu)) return mpdu[qosControlOffset(mpdu)]! & 0x0f;
  return frameType(mpdu) === FRAME_TYPE.management ? OF_MANAGEMENT : NO_TID;
};

/** What a packet number says of the frame that bears it. */
export type PnUse =
  | 'new'
  /** The same frame came before. */
  | 'repeated'
  /** Another frame had it: the sender went back to it (IEEE 802.11-2020, 12.5.3.3.2: never twice under one TK). */
  | 'reused';

export function newPnWindow(): PnWindow {
  return {
    first: 0,
    highest: 0,
    frame: 0,
    distinct: 0,
    pns: new Float64Array(REMEMBERED).fill(-1),
    ends: new Float64Array(REMEMBERED),
    ofTid: new Float64Array(OF_MANAGEMENT + 1).fill(-1),
  };
}

/** The last 6 octets, most of a MIC: no two frames have the same but by chance. */
function endOf(mpdu: Uint8Array): number {
  let end = 0;
  for (let i = Math.max(0, mpdu.length - 6); i < mpdu.length; i++) end = end * 256 + mpdu[i]!;
  return end;
}

/**
 * Takes the packet number of the next frame. One that is late, because a retry overtook it or a sniffer delayed it, is
 * new as well; one that is further behind in its own traffic class than that, and no retry, was used before: within a
 * class its receiver takes none that goes back (IEEE 802.11-2020, 12.5.3.4.4).
 */
export function takePn(
  window: PnWindow,
  pn: number,
  mpdu: Uint8Array,
  isRetry: boolean,
  frame: number,
): PnUse {
  const { highest, pns, ends, ofTid } = window;
  const tid = tidOf(mpdu);
  const slot = pn % REMEMBERED;
  const end = endOf(mpdu);
  if (pn <= highest) {
    if (pns[slot] === pn) return ends[slot] === end ? 'repeated' : 'reused';
    if (pn <= highest - REMEMBERED) {
      if (isRetry) return 'repeated';
      if (pn <= ofTid[tid]! - REMEMBERED) return 'reused';
    }
    if (pn < window.first) window.first = pn;
  } else {
    if (window.distinct === 0) window.first = pn;
    window.highest = pn;
    window.frame = frame;
  }
  if (pn > ofTid[tid]!) ofTid[tid] = pn;
  window.distinct++;
  pns[slot] = pn;
  ends[slot] = end;
  return 'new';
}

/** Packet numbers between the first and the highest that no frame bore: frames that the capture does not hold. */
export const missingPns = ({ first, highest, distinct }: PnWindow): number =>
  distinct === 0 ? 0 : Math.max(0, highest - first + 1 - distinct);
