import type { Observation, Rule } from '../rule.js';
import type { GroupKey, ProvenPtk } from '../session.js';

/** As many frames of each key and sender as a finding names. */
const MOST_FRAMES = 32;

interface Reuse {
  readonly sender: 'AP' | 'station';
  /** Which key it is. */
  readonly key: string;
  readonly frames: number[];
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
    /** By key: of the station, and of the AP. */
    const reuses = new Map<ProvenPtk | GroupKey, Partial<Record<Reuse['sender'], Reuse>>>();
    const take = (
      key: ProvenPtk | GroupKey,
      sender: Reuse['sender'],
      name: () => string,
      frame: number,
    ): undefined => {
      const of = reuses.get(key) ?? {};
      reuses.set(key, of);
      of[sender] ??= { sender, key: name(), frames: [], count: 0 };
      const reuse = of[sender];
      reuse.count++;
      if (reuse.frames.length < MOST_FRAMES) reuse.frames.push(frame);
    };
    const found = function* (): Iterable<Observation> {
      for (const { sender, key, frames, count } of [...reuses.values()].flatMap(of => Object.values(of))) {
        const more = count > frames.length ? ` and ${count - frames.length} more` : '';
        yield {
          frames,
          message: `The ${sender} uses packet numbers again or goes back in them, under ${key}: ${inFrames(frames)}${more}.`,
        };
      }
      reuses.clear();
    };
    return {
      opened({ use, ptk, fromAp, frame }) {
        if (use !== 'reused') return;
        take(ptk, fromAp ? 'AP' : 'station', () => `the TK that ${inFrames([ptk.frame])} proves`, frame);
      },
      openedGroup({ use, group, frame }) {
        if (use === 'reused') take(group, 'AP', () => `the GTK with key ID ${group.keyId}`, frame);
      },
      ending: found,
      end: found,
    };
  },
};
