import { missingMessages } from '../missing.js';
import { missingPns } from '../packet-number.js';
import { listed, type Rule } from '../rule.js';
import type { ProvenPtk } from '../session.js';

/** Handshakes as many as the note names. */
const MOST_RUNS = 8;

/** Frames that the capture does not hold. */
export const captureIncomplete: Rule = {
  id: 'capture-incomplete',
  severity: 'note',
  clause: 'IEEE 802.11-2020, 12.5.3.3.2 and 12.7.6',
  explanation:
    'Packet numbers with gaps, and answers to messages that are not there, show that the capture lacks frames that were sent, or holds them damaged. What the other findings say of a peer may be due to that.',
  watch: session => {
    const { inFrames } = session;
    const ptks = new Set<ProvenPtk>();
    const parts: string[] = [];
    const frames: number[] = [];
    let lost = 0;
    /** Whether the first that is seen of the two is a beginning. */
    let begins: boolean | undefined;

    const count = (ptk: ProvenPtk): void => {
      // They begin with 1; that a TK was new is seen where its handshake is (IEEE 802.11-2020, 12.5.3.3.2).
      for (const window of ptk.pns) lost += missingPns(window) + (window.distinct > 0 ? window.first - 1 : 0);
      ptks.delete(ptk);
    };

    return {
      management({ body, isProtected }) {
        if (!isProtected && 'kind' in body)
          begins ??= session.data.undecrypted + session.data.decrypted === 0;
      },
      eapolKey({ record }) {
        const { decrypted, undecrypted } = session.data;
        begins ??= !record.protected && decrypted + undecrypted === 0;
      },
      opened({ ptk }) {
        ptks.add(ptk);
        // Only so many are in use at a time.
        if (ptks.size > 16) for (const other of ptks) if (!session.ptks.includes(other)) count(other);
      },
      run({ run }) {
        const missing = [...missingMessages(run)];
        const { ptk } = run;
        const isOwn = ptk !== undefined && run.records.some(record => record.frame === ptk.frame);
        // A TK is in use after M4 alone.
        if (isOwn && ptks.has(ptk) && run.kind !== 'group') {
          if (run.frames.M3 === undefined && !missing.includes('M3')) missing.push('M3');
          if (run.frames.M4 === undefined) missing.push('M4');
        }
        if (missing.length === 0) return;
        const own = Object.values(run.frames)
          .flat()
          .sort((a, b) => a - b);
        if (parts.length < MOST_RUNS) {
          parts.push(`${listed(missing)} of the handshake in ${inFrames(own)}`);
          frames.push(...own);
        }
      },
      *end() {
        for (const ptk of ptks) count(ptk);
        const { decrypted, undecrypted } = session.data;
        if (begins === false || (begins === undefined && decrypted + undecrypted > 0))
          parts.unshift('the beginning of the association');
        if (lost > 0) parts.push(`${lost} protected frame${lost === 1 ? '' : 's'}, by their packet numbers`);
        if (parts.length > 0)
          yield {
            frames: frames.sort((a, b) => a - b),
            message: `The capture lacks, or holds damaged, ${parts.join('; ')}.`,
          };
      },
    };
  },
};
