import type { Rule } from '../rule.js';
import type { ProvenPtk } from '../session.js';

/** A TK that the station installs again when M3 comes again. */
export const keyReinstallation: Rule = {
  id: 'key-reinstallation',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.4 and 12.7.6.5',
  explanation:
    'The station has sent M4, M3 comes once more, and the packet numbers of the station start again under the same TK: it has installed the key that it was using already. That is the key reinstallation attack (KRACK): from there on key stream is used twice.',
  watch: ({ inFrames }) => {
    /** By PTK: M4, and the M3 that came after it. */
    const repeated = new Map<ProvenPtk, { readonly m4: number; readonly m3: number }>();
    const told = new WeakSet<ProvenPtk>();
    return {
      eapolKey({ record, run, frame, isCopy }) {
        const m4 = run?.frames.M4?.[0];
        // What the link repeated its receiver has dropped, and a second sniffer may be behind M4 with it.
        if (isCopy) return;
        if (record.message !== 'M3' || record.mic !== 'valid' || run?.ptk === undefined || m4 === undefined)
          return;
        repeated.set(run.ptk, { m4, m3: frame });
        // A PTK that is not among those in use any more opens no frames.
        if (repeated.size > 16) repeated.delete(repeated.keys().next().value!);
      },
      *opened({ ptk, fromAp, use, frame, pn }) {
        if (use !== 'reused' || fromAp) return;
        const again = repeated.get(ptk);
        if (again === undefined || told.has(ptk)) return;
        told.add(ptk);
        const { m4, m3 } = again;
        yield {
          frames: [m4, m3, frame],
          message: `After M4 in ${inFrames([m4])} M3 comes again in ${inFrames([m3])}, and in ${inFrames([frame])} the station is back at packet number ${pn} under the same TK: it has installed the key again.`,
        };
      },
    };
  },
};
