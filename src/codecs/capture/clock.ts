import { linkOf, uncooked } from '../dot11/cooked.js';
import { fingerprint } from '../dot11/fingerprint.js';
import { FRAME_TYPE, frameType, holdsHeader, isProtected } from '../dot11/header.js';
import { type Dot11Stripper, dot11Stripper } from '../dot11/physical.js';
import type { Packet } from './packet.js';

/** How a clock reads against that of another capture: `reference = time - offset - drift * (time - since)`. */
export interface ClockCorrection {
  /** Nanoseconds by which it is ahead, at `since`. */
  readonly offset: bigint;
  /** How much faster it runs: 20e-6 is 20 ppm. */
  readonly drift: number;
  /** Nanoseconds since 1970, as it reads. */
  readonly since: bigint;
  /** Frames that both captures hold, on which this is founded; 0 where nothing is known. */
  readonly matches: number;
}

/** The time that the reference's clock showed when this one showed `time`. */
export const corrected = (time: bigint, { offset, drift, since }: ClockCorrection): bigint =>
  time - offset - (drift === 0 ? 0n : BigInt(Math.round(drift * Number(time - since))));

/** The frames of a capture by which its clock is compared with those of others. */
export interface ClockSamples {
  /** By fingerprint, when it was seen; 0n for one that the capture holds more than once. */
  readonly times: ReadonlyMap<number, bigint>;
  /** Fingerprints above are left out. */
  readonly most: number;
}

/** Takes the packets of a capture, and samples frames of them. */
export interface ClockSampler {
  packet(packet: Packet): void;
  samples(): ClockSamples;
}

/** Frames that are sampled of each capture. */
const SAMPLES = 32_768;
const LARGEST = 2 ** 53;
/** Octets of a management frame's header, and of its body before the elements: shorter ones say little. */
const SHORTEST = 32;

/**
 * Whether no other transmission has the same octets, but the same one heard twice: protected data, which a packet
 * number tells apart, and management frames with a body, such as beacons with their time stamp. Control frames and
 * data in clear come again and again.
 */
function isUnique(mpdu: Uint8Array): boolean {
  if (mpdu.length < SHORTEST || !holdsHeader(mpdu)) return false;
  const type = frameType(mpdu);
  return type === FRAME_TYPE.management || (type === FRAME_TYPE.data && isProtected(mpdu));
}

/**
 * Samples the frames of a capture for {@link alignClocks}, in bounded memory. Which frames that are depends on their
 * octets alone, so that two captures of the same frames sample the same ones.
 */
export function clockSampler(): ClockSampler {
  const strippers = new Map<number, Dot11Stripper | undefined>();
  let times = new Map<number, bigint>();
  let most = LARGEST;
  return {
    packet: captured => {
      if (captured.badFcs === true) return;
      const packet = uncooked(captured);
      const link = linkOf(packet);
      let strip = strippers.get(link);
      if (strip === undefined && !strippers.has(link)) {
        strip = dot11Stripper(packet.linkType);
        strippers.set(link, strip);
      }
      const frame = strip?.(packet.bytes, packet.originalLength, packet.fcsLength);
      if (frame === undefined || frame.badFcs || !isUnique(frame.mpdu)) return;
      const print = fingerprint(frame.mpdu);
      if (print >= most) return;
      times.set(print, times.has(print) ? 0n : packet.time);
      if (times.size <= SAMPLES) return;
      most /= 2;
      times = new Map([...times].filter(([other]) => other < most));
    },
    samples: () => ({ times, most }),
  };
}

interface Match {
  /** Nanoseconds, as the clock reads that is to be corrected. */
  readonly time: bigint;
  /** By how much it is ahead. */
  readonly ahead: bigint;
}

/** When frames were seen that both captures hold once: by the own clock, and by that of the reference. */
function* sharedTimes(own: ClockSamples, reference: ClockSamples): Generator<readonly [bigint, bigint]> {
  for (const [print, time] of own.times) {
    const other = reference.times.get(print);
    if (other !== undefined && other !== 0n && time !== 0n) yield [time, other];
  }
}

function matchesOf(own: ClockSamples, reference: ClockSamples, ofReference: ClockCorrection): Match[] {
  const matches: Match[] = [];
  for (const [time, other] of sharedTimes(own, reference))
    matches.push({ time, ahead: time - corrected(other, ofReference) });
  return matches.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

function countShared(own: ClockSamples, reference: ClockSamples): number {
  let count = 0;
  for (const _ of sharedTimes(own, reference)) count++;
  return count;
}

const median = <T>(sorted: readonly T[]): T => sorted[sorted.length >> 1]!;
const sortedBigints = (values: bigint[]): bigint[] => values.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** Pairs of matches that the drift is taken from, and how far apart they are to be at least: 1 s. */
const PAIRS = 4096;
const SHORTEST_SPAN = 1e9;
/** Fewer matches tell no drift. */
const FEWEST = 8;
/** Crystals are within 100 ppm; what is beyond 1000 ppm is no drift. */
const LARGEST_DRIFT = 1e-3;

/** The median of the slopes between matches half the capture apart (Theil and Sen): single wrong ones do not matter. */
function driftOf(matches: readonly Match[]): number {
  if (matches.length < FEWEST) return 0;
  const half = matches.length >> 1;
  const step = Math.max(1, Math.floor(half / PAIRS));
  const slopes: number[] = [];
  for (let i = 0; i + half < matches.length; i += step) {
    const [a, b] = [matches[i]!, matches[i + half]!];
    const span = Number(b.time - a.time);
    if (span >= SHORTEST_SPAN) slopes.push(Number(b.ahead - a.ahead) / span);
  }
  if (slopes.length < FEWEST / 2) return 0;
  const drift = median(slopes.sort((a, b) => a - b));
  return Math.abs(drift) <= LARGEST_DRIFT ? drift : 0;
}

const NO_CORRECTION: ClockCorrection = { offset: 0n, drift: 0, since: 0n, matches: 0 };

function correctionOf(matches: readonly Match[]): ClockCorrection {
  if (matches.length === 0) return NO_CORRECTION;
  const since = median(matches).time;
  const drift = driftOf(matches);
  const offsets = matches.map(({ time, ahead }) => ahead - BigInt(Math.round(drift * Number(time - since))));
  return { offset: median(sortedBigints(offsets)), drift, since, matches: matches.length };
}

/**
 * How the clocks of captures differ, by the frames that they have in common: each one's correction to the clock of the
 * first. One that has no frame in common with any of the others keeps its own time.
 */
export function alignClocks(captures: readonly ClockSamples[]): ClockCorrection[] {
  const aligned = new Map<number, ClockCorrection>();
  /** Of those that are left, with which aligned one each has the most frames in common. */
  const left = captures.map((_, capture) => ({ capture, reference: 0, count: 0 }));
  while (left.length > 0) {
    const next = left.reduce((best, one) => (one.count > best.count ? one : best));
    const { capture, reference, count } = next;
    const own = captures[capture]!;
    const matches = count === 0 ? [] : matchesOf(own, captures[reference]!, aligned.get(reference)!);
    aligned.set(capture, correctionOf(matches));
    left.splice(left.indexOf(next), 1);
    for (const other of left) {
      const shared = countShared(captures[other.capture]!, own);
      if (shared > other.count) Object.assign(other, { reference: capture, count: shared });
    }
  }
  return captures.map((_, i) => aligned.get(i)!);
}
