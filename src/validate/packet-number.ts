/** Packet numbers below the highest that are remembered: as many as a block acknowledgement agreement has under way. */
const REMEMBERED = 64;

/** The packet numbers seen under one temporal key in one direction. */
export interface PnWindow {
  first: number;
  highest: number;
  /** How many different ones were seen. */
  distinct: number;
  /** By the number's remainder: the number, and the end of its frame, which tells frames apart. */
  readonly pns: Float64Array;
  readonly ends: Float64Array;
}

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
    distinct: 0,
    pns: new Float64Array(REMEMBERED).fill(-1),
    ends: new Float64Array(REMEMBERED),
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
 * new as well; one that is further behind than that, and no retry, was used before.
 */
export function takePn(window: PnWindow, pn: number, mpdu: Uint8Array, isRetry: boolean): PnUse {
  const { highest, pns, ends } = window;
  const slot = pn % REMEMBERED;
  const end = endOf(mpdu);
  if (pn <= highest) {
    if (pns[slot] === pn) return ends[slot] === end ? 'repeated' : 'reused';
    if (pn <= highest - REMEMBERED) return isRetry ? 'repeated' : 'reused';
    if (pn < window.first) window.first = pn;
  } else {
    if (window.distinct === 0) window.first = pn;
    window.highest = pn;
  }
  window.distinct++;
  pns[slot] = pn;
  ends[slot] = end;
  return 'new';
}

/** Packet numbers between the first and the highest that no frame bore: frames that the capture does not hold. */
export const missingPns = ({ first, highest, distinct }: PnWindow): number =>
  distinct === 0 ? 0 : Math.max(0, highest - first + 1 - distinct);
