import { isQosData, sequenceNumber } from '../../codecs/dot11/header.js';
import { cipherSuite } from '../../crypto/cipher-suite.js';
import { readMpduHeader, readSecurityHeader } from '../../crypto/mpdu-header.js';
import { type At, between, isBefore } from '../at.js';
import { ahead, HALF, tidOf } from './packet-number.js';
import { keyingOf, LONGEST_WAIT, type Run } from './run.js';

/** Frames that must agree before what they say counts: any of them may be damaged. */
const AGREEING = 3;
/** The highest packet number at which the first frame that is captured after a new beginning is looked for. */
const BEGINNING = 64;
/** Sequence numbers by which a frame may be late, or ahead where the capture lacks few: a block acknowledgement agreement of 802.11ax. */
const UNDER_WAY = 256;
/** By how much packet numbers go on, from one frame that is captured to the next. */
const FARTHEST = 4096;
/**
 * Frames that a capture may lack between two of a side that goes on. One that begins anew unseen, and is as close behind where it
 * was, has come to more packet numbers than that, where it was so far.
 */
const LACKING = 32;
const FAR_ON = 64;

type Numbered = At & { readonly pn: number };

/** Packet numbers of a sender that begin anew, in frames that no known key opens. */
export interface PnRestart {
  readonly fromAp: boolean;
  /** The handshake that their key is of, as far as the capture shows. */
  readonly run: Run | undefined;
  /** The first frame of the sender under that key. */
  readonly inUse: At;
  /** The highest before. */
  readonly top: Numbered;
  /** The first behind it. */
  readonly back: Numbered;
  /** Whether those of the other side begin anew, too: there was a re-key, which a capture does not show without keys. */
  isOfBoth: boolean;
  /** Where those of the other side go on, so long after that there is no re-key that both took. */
  goesOn: At | undefined;
}

/** Frames of one sender whose packet numbers and sequence numbers go on together. */
interface Line {
  readonly first: Numbered;
  /** From where on the capture lacks few of them, if any. */
  whole: At;
  /** The highest, and the highest before that. */
  top: Numbered;
  below: number;
  count: number;
  readonly ofTid: { pn: number; sequence: number }[];
}

interface Side {
  line: Line | undefined;
  /** Frames that are not of the line: damaged ones, or the beginning of another. */
  other: Line | undefined;
  /** Whether that begins with an earlier sequence number: frames of before, by a second sniffer, or who replays them. */
  isBehind: boolean;
  /** The latest, as long as the other side may turn out to begin anew, too, or to go on. */
  restart: PnRestart | undefined;
}

/** What is followed of frames that no known key opens, under the keys of one handshake. */
export interface Unopened {
  readonly run: Run | undefined;
  readonly admitted: bigint | undefined;
  /** By direction, from the station and from the AP, and by key ID. */
  readonly sides: readonly [Side[], Side[]];
}

/** What is needed of a session. */
interface Following {
  readonly security?: { readonly pairwiseCipher: string };
  readonly latest: Parameters<typeof keyingOf>[0];
  readonly admitted?: bigint;
  unopened?: Unopened;
  readonly emit: (event: At & { readonly kind: 'restarted'; readonly restart: PnRestart }) => void;
}

/**
 * Follows the packet numbers of a protected data frame that no known key opens: under one key none comes twice (IEEE 802.11-2020,
 * 12.5.3.3.2), while sequence numbers go on from key to key.
 * @param isDamaged asked where the frame does not go on with those before it
 */
export function trackUnopened(
  session: Following,
  mpdu: Uint8Array,
  fromAp: boolean,
  at: At,
  isDamaged: () => boolean,
): void {
  const header = readMpduHeader(mpdu);
  const isTkip = session.security && cipherSuite(session.security.pairwiseCipher)?.kind === 'tkip';
  const security = header && readSecurityHeader(mpdu, header, isTkip === true ? 'tkip' : 'ccmp');
  if (security === undefined) return;
  const { keyId } = security;
  const frame = { mpdu, at: { ...at, pn: Number(security.pn) } };
  const { run, sides } = underKeys(session);
  const [own, opposite] = fromAp ? [sides[1], sides[0]] : sides;
  own[keyId] ??= { line: undefined, other: undefined, isBehind: false, restart: undefined };
  const side = own[keyId];
  if (side.line === undefined) {
    side.line = isDamaged() ? undefined : lineOf(frame);
    return;
  }
  const { line } = side;
  const { top } = line;
  const latest = line.ofTid[tidOf(mpdu)];
  if (goesOn(line, frame)) {
    if (line.top === top) return;
    side.other = undefined;
    const isNext =
      top.pn >= FAR_ON &&
      frame.at.pn - top.pn <= LACKING &&
      latest !== undefined &&
      ahead(sequenceNumber(mpdu), latest.sequence) <= UNDER_WAY;
    if (!isNext) line.whole = frame.at;
    const restart = opposite[keyId]?.restart;
    if (restart === undefined || !isBefore(line.whole, restart.top)) return;
    if (between(restart.back, at) > LONGEST_WAIT) restart.goesOn ??= frame.at;
    return;
  }
  if (isDamaged()) return;
  if (side.other === undefined || !goesOn(side.other, frame)) {
    side.other = lineOf(frame);
    side.isBehind = isBehind(line, mpdu);
  }
  if (side.other.count < AGREEING) return;
  const back = side.other.first;
  side.line = side.other;
  side.other = undefined;
  if (side.isBehind || line.count < AGREEING || back.pn > Math.min(line.below, BEGINNING)) return;
  const before = opposite[keyId];
  const isOfBoth = before?.restart !== undefined && before.restart.goesOn === undefined;
  const restart = { fromAp, run, inUse: line.first, top: line.top, back, isOfBoth, goesOn: undefined };
  side.restart = isOfBoth ? undefined : restart;
  if (isOfBoth) {
    before.restart!.isOfBoth = true;
    before.restart = undefined;
  }
  session.emit({ kind: 'restarted', frame: at.frame, time: at.time, restart });
}

/** What is followed under the keys of now: a handshake or an association that the capture shows begins it anew. */
function underKeys(session: Following): Unopened {
  const { latest, admitted, unopened } = session;
  const run = keyingOf(latest);
  if (unopened !== undefined && unopened.run === run && unopened.admitted === admitted) return unopened;
  session.unopened = { run, admitted, sides: [[], []] };
  return session.unopened;
}

interface Frame {
  readonly mpdu: Uint8Array;
  readonly at: Numbered;
}

function lineOf({ mpdu, at }: Frame): Line {
  const ofTid: Line['ofTid'] = [];
  ofTid[tidOf(mpdu)] = { pn: at.pn, sequence: sequenceNumber(mpdu) };
  return { first: at, whole: at, top: at, below: -1, count: 1, ofTid };
}

/** Whether a frame was sent before the latest of a line, of its traffic class. */
function isBehind({ ofTid }: Line, mpdu: Uint8Array): boolean {
  const latest = ofTid[tidOf(mpdu)];
  return latest !== undefined && ahead(sequenceNumber(mpdu), latest.sequence) >= HALF;
}

/**
 * Takes a frame into a line if it goes on with it, or is late. Of a traffic class, what is later by its sequence number has a
 * higher packet number: by as much at least, as each takes one, where no other frames are numbered in that sequence.
 */
function goesOn(line: Line, { mpdu, at }: Frame): boolean {
  const { pn } = at;
  const tid = tidOf(mpdu);
  const sequence = sequenceNumber(mpdu);
  const latest = line.ofTid[tid];
  if (pn > line.top.pn + FARTHEST) return false;
  if (latest === undefined) {
    if (pn < line.top.pn - FARTHEST) return false;
  } else {
    const step = ahead(sequence, latest.sequence);
    const by = pn - latest.pn;
    const isLater = step === 0 ? by > 0 : by >= (isQosData(mpdu) ? step : 1);
    // Not taken for the latest: a repetition, or one that is late.
    if (!isLater) return step === 0 || step >= 0x1000 - UNDER_WAY;
  }
  line.ofTid[tid] = { pn, sequence };
  line.count++;
  if (pn <= line.top.pn) return true;
  line.below = line.top.pn;
  line.top = at;
  return true;
}
