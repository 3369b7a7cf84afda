import {
  FRAME_TYPE,
  frameType,
  isQosData,
  isRetry,
  qosControlOffset,
  sequenceNumber,
} from '../../codecs/dot11/header.js';
import { type At, CLOCKS_APART, MILLISECOND } from '../at.js';

/** Packet numbers by which a frame may be late: as many as a block acknowledgement agreement has under way. */
const UNDER_WAY = 64;
/**
 * Milliseconds for which a sender tries to get a frame across: the lifetime of an MSDU, 500 TU (dot11EDCATableMSDULifetime). The
 * Retry bit, which no MIC covers, says nothing of one that comes later, behind so many others.
 */
const LIFETIME_MS = 512;
/** Packet numbers that are remembered at first, as there may be very many keys of few frames. */
const FIRST_REMEMBERED = 8;
/** Packet numbers that are remembered at the most: those of 5 s, with 1600 frames a second. */
const MOST_REMEMBERED = 8192;
/** {@link CLOCKS_APART} in milliseconds. */
const CLOCKS_APART_MS = Number(CLOCKS_APART / MILLISECOND);
/** Packet numbers on either side of one among which others of its traffic class are looked for. */
const NEIGHBOURS = 1024;
/** Half of the sequence numbers (IEEE 802.11-2020, 9.2.4.4.2): what is farther ahead counts as behind. */
export const HALF = 0x800;
/** By how much they may have gone on by more or less than packet numbers: some frames have only one of the two. */
const STRAY = 256;

/** The packet numbers seen under one temporal key in one direction. */
export interface PnWindow {
  first: number;
  highest: number;
  /** How many different ones were seen. */
  distinct: number;
  /** By the number's remainder: the number, and the end of its frame, which tells frames apart. */
  pns: Float64Array;
  ends: Float64Array;
  /** With them, the traffic identifier and the sequence number of the frame, and its time in milliseconds. */
  places: Uint32Array;
  times: Int32Array;
  /** The highest by traffic identifier, and the sequence number of its frame: one of another may have waited for long. */
  readonly ofTid: { pn: number; sequence: number }[];
}

/** Behind the 16 traffic identifiers: data without QoS, and management frames. */
const NO_TID = 16;
const OF_MANAGEMENT = 17;

/** The traffic identifier of a data or management frame, 0 to 15; above that what has none. */
export const tidOf = (mpdu: Uint8Array): number => {
  if (isQosData(mpdu)) return mpdu[qosControlOffset(mpdu)]! & 0x0f;
  return frameType(mpdu) === FRAME_TYPE.management ? OF_MANAGEMENT : NO_TID;
};

/** What a packet number says of the frame that bears it. */
export type PnUse =
  | 'new'
  /** The same frame came before. */
  | 'repeated'
  /**
   * Far behind, but the very frame that came before, or one whose sequence number is as far behind: it was replayed, or a
   * second sniffer took it whose clock is behind.
   */
  | 'late'
  /** The very frame that came before, so long after that no second sniffer took it. */
  | 'replayed'
  /** Another frame had it: the sender went back to it (IEEE 802.11-2020, 12.5.3.3.2: never twice under one TK). */
  | 'reused';

const room = (size: number): Pick<PnWindow, 'pns' | 'ends' | 'places' | 'times'> => ({
  pns: new Float64Array(size).fill(-1),
  ends: new Float64Array(size),
  places: new Uint32Array(size),
  times: new Int32Array(size),
});

/** The packet numbers of a key under which no frame has come. */
export function newPnWindow(): PnWindow {
  return {
    first: 0,
    highest: 0,
    distinct: 0,
    ...room(FIRST_REMEMBERED),
    ofTid: [],
  };
}

/** Doubles what is remembered. */
function grow(window: PnWindow): void {
  const { pns, ends, places, times } = window;
  const larger = room(2 * pns.length);
  for (const [i, pn] of pns.entries()) {
    if (pn < 0) continue;
    const slot = pn % larger.pns.length;
    larger.pns[slot] = pn;
    larger.ends[slot] = ends[i]!;
    larger.places[slot] = places[i]!;
    larger.times[slot] = times[i]!;
  }
  Object.assign(window, larger);
}

/** The last 6 octets, most of a MIC: no two frames have the same but by chance. */
function endOf(mpdu: Uint8Array): number {
  let end = 0;
  for (let i = Math.max(0, mpdu.length - 6); i < mpdu.length; i++) end = end * 256 + mpdu[i]!;
  return end;
}

const placeOf = (tid: number, sequence: number): number => (tid << 12) | sequence;
/** By how much the sequence number `a` is ahead of `b`, 0 to 4095. */
export const ahead = (a: number, b: number): number => (a - b) & 0xfff;

/**
 * Takes the packet number of the next frame. One that is late, because a retry overtook it or a sniffer delayed it, is
 * new as well. One that is further behind in its own traffic class than that, and no retry in time, its receiver does not
 * take (IEEE 802.11-2020, 12.5.3.4.4): either its sender uses the number for another frame, or the frame is one of before.
 */
export function takePn(window: PnWindow, pn: number, mpdu: Uint8Array, { time }: At): PnUse {
  const { highest, ofTid } = window;
  const tid = tidOf(mpdu);
  const latest = ofTid[tid] ?? { pn: -1, sequence: 0 };
  ofTid[tid] = latest;
  const sequence = sequenceNumber(mpdu);
  const end = endOf(mpdu);
  const ms = Math.floor(Number(time) / 1e6) | 0;
  makeRoom(window, pn, ms);
  let use: PnUse = 'new';
  if (pn <= highest) {
    const slot = pn % window.pns.length;
    const isTriedAgain = pn <= highest - UNDER_WAY && isRetry(mpdu) && isAlive(window, pn, tid, ms);
    const isFar = pn <= latest.pn - UNDER_WAY && !isTriedAgain;
    if (window.pns[slot] === pn) {
      if (window.ends[slot] !== end) return 'reused';
      if (!isFar) return 'repeated';
      return isWithin(window, slot, ms, CLOCKS_APART_MS) ? 'late' : 'replayed';
    }
    if (isTriedAgain) return 'repeated';
    if (isFar) {
      if (!isOfBefore(window, pn, tid, sequence, ms)) return 'reused';
      // Whether it was seen before is forgotten.
      if (window.pns[slot]! > pn) return 'late';
      use = 'late';
    }
    if (pn < window.first) window.first = pn;
  } else {
    if (window.distinct === 0) window.first = pn;
    window.highest = pn;
  }
  if (pn > latest.pn) {
    latest.pn = pn;
    latest.sequence = sequence;
  }
  window.distinct++;
  const slot = pn % window.pns.length;
  window.pns[slot] = pn;
  window.ends[slot] = end;
  window.places[slot] = placeOf(tid, sequence);
  window.times[slot] = ms;
  return use;
}

/** Remembers more where a number would push out one that is under way, or one that a second sniffer may still show. */
function makeRoom(window: PnWindow, pn: number, ms: number): void {
  const isFree = (): boolean => {
    const held = window.pns[pn % window.pns.length]!;
    return held < 0 || held === pn;
  };
  while (window.pns.length < UNDER_WAY && !isFree()) grow(window);
  if (pn <= window.highest || window.pns.length >= MOST_REMEMBERED || isFree()) return;
  if (isWithin(window, pn % window.pns.length, ms, CLOCKS_APART_MS)) grow(window);
}

/** Whether what was seen then is no more than `most` milliseconds ago. */
const isWithin = ({ times }: PnWindow, slot: number, ms: number, most: number): boolean =>
  ((ms - times[slot]!) | 0) <= most;

/** Whether the sender of a frame may still try, as far as the frame itself or that after it tells. */
function isAlive(window: PnWindow, pn: number, tid: number, ms: number): boolean {
  const sent = window.pns[pn % window.pns.length] === pn ? pn % window.pns.length : laterOf(window, pn, tid);
  return sent === undefined || isWithin(window, sent, ms, LIFETIME_MS);
}

/** Where a frame is that was sent after the number `pn`: the next of its traffic class, or else that which pushed the number out. */
function laterOf(window: PnWindow, pn: number, tid: number): number | undefined {
  const slot = pn % window.pns.length;
  return neighbour(window, pn, tid, 1) ?? (window.pns[slot]! > pn ? slot : undefined);
}

/**
 * Whether a frame that is far behind was sent when its number was due, as its sequence number tells: a sender that goes
 * back to a number goes on with its sequence numbers, which start anew with no key.
 */
function isOfBefore(window: PnWindow, pn: number, tid: number, sequence: number, ms: number): boolean {
  const { places } = window;
  const above = neighbour(window, pn, tid, 1);
  const later = laterOf(window, pn, tid);
  // It is older than that, which was sent after it.
  if (later !== undefined && !isWithin(window, later, ms, CLOCKS_APART_MS)) return false;
  if (above === undefined) {
    const latest = window.ofTid[tid]!;
    const behind = ahead(latest.sequence, sequence);
    const numbers = latest.pn - pn;
    // The sequence numbers may have come round, but went about as far as the packet numbers.
    return numbers < HALF ? behind > 0 && behind < HALF : ahead(behind, numbers - STRAY) <= 2 * STRAY;
  }
  const last = places[above]! & 0xfff;
  const behind = ahead(last, sequence);
  const below = neighbour(window, pn, tid, -1);
  if (below === undefined) return behind > 0 && behind < HALF;
  const between = ahead(last, places[below]! & 0xfff);
  return between > 0 && behind <= between;
}

/** Where the next frame of that traffic class above or below the number `pn` is. */
function neighbour({ pns, places }: PnWindow, pn: number, tid: number, step: 1 | -1): number | undefined {
  for (let i = 1; i <= Math.min(NEIGHBOURS, Math.max(UNDER_WAY, pns.length) - 1); i++) {
    const other = pn + i * step;
    if (other < 0) return undefined;
    const slot = other % pns.length;
    if (pns[slot] === other && places[slot]! >> 12 === tid) return slot;
  }
  return undefined;
}

/** Packet numbers between the first and the highest that no frame bore: frames that the capture does not hold. */
export const missingPns = ({ first, highest, distinct }: PnWindow): number =>
  distinct === 0 ? 0 : Math.max(0, highest - first + 1 - distinct);
