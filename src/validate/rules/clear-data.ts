import type { Observation, Rule } from '../rule.js';

/** Nanoseconds after a handshake within which frames that were queued before may still leave in clear. */
const GRACE = 500_000_000n;
/** As many frames of each direction as a finding names. */
const MOST_FRAMES = 32;

/** User data without protection, where there are keys. */
export const clearData: Rule = {
  id: 'clear-data',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.6.3 and 11.3.3',
  explanation:
    'A data frame that holds no EAPOL is in clear though the two have a temporal key. Anybody can read it; a receiver that takes it lets anybody send to it, too.',
  watch: ({ inFrames }) => {
    /** By direction: from the station, from the AP. */
    let seen: [number[], number[]] = [[], []];
    let counts: [number, number] = [0, 0];
    let installed: bigint | undefined;
    const found = function* (): Iterable<Observation> {
      for (const side of [0, 1] as const) {
        const [frames, count] = [seen[side], counts[side]];
        if (count === 0) continue;
        yield {
          frames,
          message: `The ${side === 1 ? 'AP' : 'station'} sends data in clear though the handshake is complete: ${inFrames(frames, count)}.`,
        };
      }
      seen = [[], []];
      counts = [0, 0];
    };
    return {
      eapolKey({ record, time }) {
        if (record.message === 'M4') installed = time;
      },
      clearData({ fromAp, frame, time }) {
        if (installed !== undefined && time - installed < GRACE) return;
        const side = fromAp ? 1 : 0;
        counts[side]++;
        if (seen[side].length < MOST_FRAMES) seen[side].push(frame);
      },
      ending: found,
      end: found,
    };
  },
};
