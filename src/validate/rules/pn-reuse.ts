import type { Observation, Rule } from '../rule.js';
import type { ProvenPtk } from '../session.js';

/** As many frames of each TK and direction as a finding names. */
const MOST_FRAMES = 32;

interface Reuse {
  readonly frames: number[];
  readonly fromAp: boolean;
  count: number;
}

/** A packet number that is used again. */
export const pnReuse: Rule = {
  id: 'pn-reuse',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.5.3.3.2 and 12.5.3.4.4',
  explanation:
    'Frames under one temporal key bear packet numbers that others before them had, or that go back. With the same key and number CCMP and GCMP encrypt with the same key stream, which bares what both frames hold; a frame that goes back otherwise was replayed.',
  watch: ({ inFrames }) => {
    const reuses = new Map<ProvenPtk, [Reuse | undefined, Reuse | undefined]>();
    const found = function* (): Iterable<Observation> {
      for (const [ptk, sides] of reuses)
        for (const reuse of sides) {
          if (reuse === undefined) continue;
          const { frames, fromAp, count } = reuse;
          const more = count > frames.length ? ` and ${count - frames.length} more` : '';
          yield {
            frames,
            message: `The ${fromAp ? 'AP' : 'station'} uses packet numbers again or goes back in them, under the TK that ${inFrames([ptk.frame])} proves: ${inFrames(frames)}${more}.`,
          };
        }
      reuses.clear();
    };
    return {
      opened({ use, ptk, fromAp, frame }) {
        if (use !== 'reused') return;
        const sides = reuses.get(ptk) ?? [undefined, undefined];
        reuses.set(ptk, sides);
        const side = fromAp ? 1 : 0;
        sides[side] ??= { frames: [], fromAp, count: 0 };
        const reuse = sides[side];
        reuse.count++;
        if (reuse.frames.length < MOST_FRAMES) reuse.frames.push(frame);
      },
      ending: found,
      end: found,
    };
  },
};
