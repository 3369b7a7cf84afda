import { SECOND } from '../at.js';
import { forgetOldest } from '../bounded.js';
import type { Observation, Rule } from '../rule.js';
import type { Run } from '../wlan/run.js';

/** Nanoseconds after a handshake within which frames that were queued before may still leave in clear. */
const GRACE = SECOND / 2n;
/** As many frames of each kind as a finding names. */
const MOST_FRAMES = 32;
/** Handshakes whose frames are kept until it is known what came of them. */
const MOST_EXCUSED = 16;

/** Who sends, in the order of findings. */
const SENDS = {
  station: 'The station sends data in clear',
  ap: 'The AP sends data in clear',
  apToGroup: 'The AP sends data to a group in clear',
} as const;
type Sender = keyof typeof SENDS;

/** Data in clear of each sender: the first frames, and how many there are. */
type Clear = Map<Sender, { frames: number[]; count: number }>;

function ofSender(clear: Clear, sender: Sender): { frames: number[]; count: number } {
  const one = clear.get(sender) ?? { frames: [], count: 0 };
  clear.set(sender, one);
  return one;
}

function take(clear: Clear, sender: Sender, frame: number): void {
  const one = ofSender(clear, sender);
  one.count++;
  if (one.frames.length < MOST_FRAMES) one.frames.push(frame);
}

/** User data without protection, where there are keys. */
export const clearData: Rule = {
  id: 'clear-data',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.6.3 and 11.3.3',
  explanation:
    'A data frame, or a part of one, that holds more than EAPOL is in clear though the two share a temporal key, or for a group frame a GTK. Anybody can read it, and a receiver that accepts it lets anybody send to it.',
  watch: ({ inFrames }) => {
    const seen: Clear = new Map();
    let installed: { readonly time: bigint; readonly run: Run | undefined } | undefined;
    /** Whether a right MIC proves it, so that an M4 whose MIC is not right, which anyone can send, does not move it. */
    let isProven = false;
    /** Soon behind an M4 whose MIC is not right, of which nothing may have come. */
    const excused = new Map<Run, Clear>();
    const found = function* (): Iterable<Observation> {
      for (const [run, clear] of excused) {
        if (run.belied === undefined) continue;
        excused.delete(run);
        for (const [sender, { frames, count }] of clear) {
          const all = ofSender(seen, sender);
          all.frames = [...all.frames, ...frames].sort((a, b) => a - b).slice(0, MOST_FRAMES);
          all.count += count;
        }
      }
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
        if (installed === undefined || time - installed.time >= GRACE) take(seen, sender, frame);
        else if (!isProven && installed.run !== undefined) {
          const clear: Clear = excused.get(installed.run) ?? new Map();
          excused.set(installed.run, clear);
          forgetOldest(excused, MOST_EXCUSED);
          take(clear, sender, frame);
        }
      },
      ending() {
        isProven = false;
        return found();
      },
      end: found,
    };
  },
};
