import { milliseconds } from '../at.js';
import type { Rule } from '../rule.js';
import type { ProvenPtk } from '../wlan/session-keys.js';

/** What is missing of the frames from one of the two, by packet numbers. */
interface Lost {
  /** The highest packet number under each key. */
  readonly highest: WeakMap<ProvenPtk, number>;
  /** Frames that are missing, up to now and up to the latest user data. */
  count: number;
  atData: number;
}
const nothingLost = (): Lost => ({ highest: new WeakMap(), count: 0, atData: 0 });

/** A handshake that suspends user data for longer than the caller allows. */
export const suspension: Rule = {
  id: 'suspension',
  severity: 'error',
  clause: 'the limit that the caller sets (--limit-suspension)',
  explanation:
    'Around a handshake there is no user data in one direction for longer than the limit that was set. The time counts from the last protected frame with user data before the handshake to the first after it; the association may have been lost and made again in between.',
  watch: ({ limits: { suspensionMs }, inFrames }) => {
    if (suspensionMs === undefined) return {};
    const most = BigInt(Math.round(suspensionMs * 1e6));
    /** From the station, from the AP. */
    const sides = [nothingLost(), nothingLost()] as const;
    return {
      opened({ fromAp, ptk, pn }) {
        const lost = sides[fromAp ? 1 : 0];
        const highest = lost.highest.get(ptk) ?? 0;
        if (pn <= highest) return undefined;
        lost.highest.set(ptk, pn);
        lost.count += pn - highest - 1;
        return undefined;
      },
      data({ fromAp, isEapol }) {
        const lost = sides[fromAp ? 1 : 0];
        if (!isEapol) lost.atData = lost.count;
        return undefined;
      },
      *resumed({ frame, time, before, fromAp }) {
        const gap = time - before.time;
        if (gap <= most) return;
        const { count, atData } = sides[fromAp ? 1 : 0];
        const missing = count - atData;
        const sender = fromAp ? 'AP' : 'station';
        const lacks =
          missing > 0
            ? `, where the capture lacks ${missing} protected frame${missing === 1 ? '' : 's'} from the ${sender}`
            : '';
        yield {
          frames: [before.frame, frame],
          // So many frames make one more pauses of it, of which the longest is no shorter than all are on average.
          ...(gap <= most * BigInt(missing + 1) ? { severity: 'warning' } : {}),
          message: `No user data from the ${sender} for ${milliseconds(gap)} ms around a handshake, between ${inFrames([before.frame, frame])}${lacks}; the limit is ${suspensionMs} ms.`,
        };
      },
    };
  },
};
