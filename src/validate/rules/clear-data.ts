import { SECOND } from '../at.js';
import type { Observation, Rule } from '../rule.js';
import type { Run } from '../wlan/run.js';

/** Nanoseconds after a handshake within which frames that were queued before may still leave in clear. */
const GRACE = SECOND / 2n;
/** As many frames of each kind as a finding names. */
const MOST_FRAMES = 32;
/** Frames that are kept until it is known what came of a handshake. */
const MOST_EXCUSED = 256;

/** Who sends, in the order of findings. */
const SENDS = {
  station: 'The station sends data in clear',
  ap: 'The AP sends data in clear',
  apToGroup: 'The AP sends data to a group in clear',
} as const;

/** User data without protection, where there are keys. */
export const clearData: Rule = {
  id: 'clear-data',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.6.3 and 11.3.3',
  explanation:
    'A data frame, or a part of one, that holds more than EAPOL is in clear though the two share a temporal key, or for a group frame a GTK. Anybody can read it, and a receiver that accepts it lets anybody send to it.',
  watch: ({ inFrames }) => {
    const seen = new Map<keyof typeof SENDS, { readonly frames: number[]; count: number }>();
    let installed: { readonly time: bigint; readonly run: Run | undefined } | undefined;
    /** Whether a right MIC proves it, so that an M4 whose MIC is not right, which anyone can send, does not move it. */
    let isProven = false;
    /** Soon behind an M4 whose MIC is not right, of which nothing may have come. */
    let excused: { readonly sender: keyof typeof SENDS; readonly frame: number; readonly run: Run }[] = [];
    const take = (sender: keyof typeof SENDS, frame: number): void => {
      const clear = seen.get(sender) ?? { frames: [], count: 0 };
      seen.set(sender, clear);
      clear.count++;
      if (clear.frames.length < MOST_FRAMES) clear.frames.push(frame);
    };
    const found = function* (): Iterable<Observation> {
      for (const { sender, frame, run } of excused) if (run.belied !== undefined) take(sender, frame);
      excused = excused.filter(({ run }) => run.belied === undefined);
      for (const sender of ['station', 'ap', 'apToGroup'] as const) {
        const clear = seen.get(sender);
        if (clear === undefined) continue;
        const { frames, count } = clear;
        yield {
          frames,
          message: `${SENDS[sender]} though the handshake is complete: ${inFrames(frames, count)}.`,
        };
      }
      seen.clear();
    };
    return {
      eapolKey({ record, time, run }) {
        const isRight = record.mic === 'valid';
        if (record.message !== 'M4' || (isProven && !isRight)) return;
        installed = { time, run };
        isProven = isRight;
      },
      association() {
        isProven = false;
        return undefined;
      },
      clearData({ fromAp, isGroup, frame, time }) {
        const sender = isGroup ? 'apToGroup' : fromAp ? 'ap' : 'station';
        if (installed === undefined || time - installed.time >= GRACE) take(sender, frame);
        else if (!isProven && installed.run !== undefined && excused.length < MOST_EXCUSED)
          excused.push({ sender, frame, run: installed.run });
      },
      ending() {
        isProven = false;
        return found();
      },
      end: found,
    };
  },
};
