import type { Rule } from '../rule.js';
import { isAdmission } from '../wlan/admission.js';
import type { Run } from '../wlan/run.js';

/** As many frames as a finding names. */
const MOST_FRAMES = 32;

/** EAPOL-Key frames without protection, where there are keys. */
export const clearEapol: Rule = {
  id: 'clear-eapol',
  severity: 'warning',
  clause: 'IEEE 802.11-2020, 12.6.20 and 12.7.6.1',
  explanation:
    'A message of a re-key or of a group key handshake is in clear though the two share a temporal key, under which it should be sent. A receiver that accepts it lets anybody start a re-key; widespread supplicants send M4 alone in clear, which does no harm, and if the capture lacks the beginning of the association the handshake may be the first one.',
  watch: session => {
    const { inFrames } = session;
    /** The replay counter of the AP's latest message. */
    let counter: bigint | undefined;
    /** Whether the capture shows the beginning of the association: handshakes of one that it lacks are in clear. */
    let isWhole = false;
    let asks = false;
    /** By run, what is in clear; undefined where it may be of another association, whose counter starts again. */
    const clear = new Map<Run, { readonly messages: Set<string>; readonly frames: number[] } | undefined>();
    /** Those of which M4 is told. */
    const withKeys = new WeakSet<Run>();
    /** By what is in clear, of all handshakes; anyone can send those of which no MIC is right. */
    const found = new Map<
      string,
      {
        readonly messages: ReadonlySet<string>;
        readonly isProven: boolean;
        readonly frames: number[];
        count: number;
      }
    >();
    return {
      eapolKey({ record, key, run, frame, isCopy }) {
        const before = counter;
        if (key.keyInformation.keyAck) counter = key.keyReplayCounter;
        if (isCopy || (run?.kind !== 're-key' && run?.kind !== 'group')) return;
        if (!clear.has(run) && !run.isOver) {
          const goesOn = before !== undefined && key.keyReplayCounter > before;
          // Of a re-key that is protected no known key may open more than M4, which is in clear.
          const isOwn =
            run.kind === 'group' || (isWhole && !asks) || record.protected || record.message === 'M4';
          clear.set(run, goesOn && session.keyed && isOwn ? { messages: new Set(), frames: [] } : undefined);
        }
        const own = clear.get(run);
        if (own === undefined || record.protected !== false) return;
        if (record.message === 'M4') {
          withKeys.add(run);
          return;
        }
        own.messages.add(record.message);
        own.frames.push(frame);
      },
      management({ body }) {
        switch (body.kind) {
          case 'association-request':
          case 'reassociation-request':
            // As long as no answer is seen, a handshake may be of what it asks for.
            asks = true;
            break;
          case 'association-response':
          case 'reassociation-response':
            asks = false;
            isWhole ||= isAdmission(body);
        }
        return undefined;
      },
      ending() {
        isWhole = false;
        return undefined;
      },
      run({ run }) {
        const own = clear.get(run);
        clear.delete(run);
        if (own === undefined || own.frames.length === 0) return undefined;
        const isProven = run.records.some(({ mic }) => mic === 'valid');
        const key = `${[...own.messages].join(', ')} ${isProven}`;
        const of = found.get(key) ?? { messages: own.messages, isProven, frames: [], count: 0 };
        found.set(key, of);
        of.count += own.frames.length;
        of.frames.push(...own.frames.slice(0, MOST_FRAMES - of.frames.length));
        return undefined;
      },
      *end() {
        for (const { messages, isProven, frames, count } of found.values()) {
          const [is, it] = count === 1 ? ['is', 'it is'] : ['are', 'they are'];
          const unless = isProven ? '' : `: ${it} forged, or sent without the protection that is due`;
          const message = `${[...messages].join(', ')} in ${inFrames(frames, count)} ${is} in clear, in an association that has keys${unless}.`;
          yield { frames, message };
        }
        const runs = session.runs.filter(run => withKeys.has(run) && run.belied === undefined);
        const m4 = runs.flatMap(({ records }) =>
          records.flatMap(one => (one.message === 'M4' && one.protected === false ? [one.frame] : [])),
        );
        if (m4.length === 0) return;
        const which = m4.length === 1 ? 'a re-key' : 're-keys';
        const message = `M4 of ${which} in ${inFrames(m4)} is in clear, as widespread supplicants send it.`;
        yield { frames: m4.slice(0, MOST_FRAMES), severity: 'note', message };
      },
    };
  },
};
