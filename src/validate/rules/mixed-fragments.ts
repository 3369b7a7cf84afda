import {
  fragmentNumber,
  isQosData,
  moreFragments,
  qosControlOffset,
  sequenceNumber,
} from '../../codecs/dot11/header.js';
import { SECOND } from '../at.js';
import type { OpenedEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';

/** Nanoseconds within which fragments are of one MSDU: sequence numbers come again (dot11MaxReceiveLifetime is 512 TU). */
const LIFETIME = SECOND;
/** As many frames of each sender as a finding names. */
const MOST_FRAMES = 32;

type Flaw = 'key' | 'pn';

interface Fragment extends Pick<OpenedEvent, 'ptk' | 'pn' | 'frame' | 'time'> {
  readonly sequence: number;
  readonly number: number;
}

/** Fragments of one sender with the same flaw. */
interface Mixed {
  readonly frames: number[];
  count: number;
  last: number | undefined;
  readonly flaw: Flaw;
  readonly fromAp: boolean;
}

/** Takes a frame, which is the latest one already where it follows two others of its MSDU. */
function note(mixed: Mixed, frame: number): void {
  if (frame === mixed.last) return;
  mixed.last = frame;
  mixed.count++;
  if (mixed.frames.length < MOST_FRAMES) mixed.frames.push(frame);
}

/** Fragments of one sequence number that one sender cannot have made of one MSDU. */
export const mixedFragments: Rule = {
  id: 'mixed-fragments',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.5.3.4.4 and 12.5.5.4.4',
  explanation:
    'A fragment is under another key than the fragment before it, or does not have the next packet number, though both have the sequence number of one MSDU. Somebody combines fragments of several MSDUs; a receiver that takes them for one MSDU delivers what nobody sent (CVE-2020-24587 and CVE-2020-26146).',
  watch: ({ inFrames }) => {
    /** The latest fragment of each sender and traffic class. */
    const latest = new Map<string, Fragment>();
    const found = new Map<string, Mixed>();
    const tell = function* (): Iterable<Observation> {
      for (const { frames, count, flaw, fromAp } of found.values())
        yield {
          frames,
          message: `Fragments of the ${fromAp ? 'AP' : 'station'} with the sequence number of one MSDU ${
            flaw === 'key' ? 'are under two keys' : 'do not follow each other by their packet numbers'
          }: ${inFrames(frames, count)}.`,
        };
      found.clear();
    };
    return {
      opened({ mpdu, fromAp, ptk, pn, frame, time }) {
        const number = fragmentNumber(mpdu);
        if (number === 0 && !moreFragments(mpdu)) return undefined;
        const tid = isQosData(mpdu) ? mpdu[qosControlOffset(mpdu)]! & 0x0f : mpdu[0];
        const of = `${fromAp} ${tid}`;
        const fragment: Fragment = { ptk, pn, frame, time, number, sequence: sequenceNumber(mpdu) };
        const before = latest.get(of);
        latest.set(of, fragment);
        if (before === undefined) return undefined;
        const flaw = flawOf(before, fragment);
        if (flaw === undefined) return undefined;
        const id = `${flaw} ${fromAp}`;
        const mixed = found.get(id) ?? { frames: [], count: 0, last: undefined, flaw, fromAp };
        found.set(id, mixed);
        note(mixed, before.frame);
        note(mixed, frame);
        return undefined;
      },
      ending: tell,
      end: tell,
    };
  },
};

/** Why a fragment cannot be the next of the same MSDU, if it claims to be. */
function flawOf(before: Fragment, next: Fragment): Flaw | undefined {
  const { sequence, number, time } = before;
  if (next.sequence !== sequence || next.number !== number + 1 || next.time - time > LIFETIME)
    return undefined;
  if (next.ptk !== before.ptk) return 'key';
  // With TKIP they only have to rise.
  return next.pn === before.pn + 1 || next.ptk.tk?.suite.kind === 'tkip' ? undefined : 'pn';
}
