import type { Rule } from '../rule.js';
import { isAdmission } from '../wlan/admission.js';
import type { Run } from '../wlan/run.js';

/** As many frames as the note on M4 names. */
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
    const m4: number[] = [];
    let countOfM4 = 0;
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
          countOfM4++;
          if (m4.length < MOST_FRAMES) m4.push(frame);
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
        const { messages, frames } = own;
        const message = `${[...messages].join(', ')} in ${inFrames(frames)} ${
          frames.length === 1 ? 'is' : 'are'
        } in clear, in an association that has keys.`;
        return [{ frames, message }];
      },
      end() {
        if (countOfM4 === 0) return undefined;
        const which = countOfM4 === 1 ? 'a re-key' : 're-keys';
        const message = `M4 of ${which} in ${inFrames(m4, countOfM4)} is in clear, as widespread supplicants send it.`;
        return [{ frames: m4, severity: 'note', message }];
      },
    };
  },
};
