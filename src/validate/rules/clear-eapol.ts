import type { Observation, Rule } from '../rule.js';
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
    /** By run, the messages in clear; undefined where it may be of another association, whose counter starts again. */
    const clear = new Map<Run, string[] | undefined>();
    const frames = new Map<Run, number[]>();
    const m4: number[] = [];
    return {
      eapolKey({ record, key, run, frame }) {
        const before = counter;
        if (key.keyInformation.keyAck) counter = key.keyReplayCounter;
        if (run === undefined || (run.kind !== 're-key' && run.kind !== 'group')) return;
        if (!clear.has(run)) {
          const goesOn = before !== undefined && key.keyReplayCounter > before;
          // Of a re-key that is protected no known key may open more than M4, which is in clear.
          const isOwn = run.kind === 'group' || isWhole || record.protected || record.message === 'M4';
          clear.set(run, goesOn && session.keyed && isOwn ? [] : undefined);
        }
        const messages = clear.get(run);
        if (messages === undefined || record.protected !== false) return;
        if (record.message === 'M4') {
          if (m4.length < MOST_FRAMES) m4.push(frame);
          return;
        }
        messages.push(record.message);
        frames.set(run, [...(frames.get(run) ?? []), frame]);
      },
      management({ body }) {
        if (body.kind === 'association-response' || body.kind === 'reassociation-response') isWhole = true;
        return undefined;
      },
      ending() {
        isWhole = false;
        return undefined;
      },
      *run({ run }) {
        const messages = clear.get(run) ?? [];
        const own = frames.get(run) ?? [];
        clear.delete(run);
        frames.delete(run);
        if (messages.length === 0) return;
        yield {
          frames: own,
          message: `${[...new Set(messages)].join(', ')} in ${inFrames(own)} ${
            own.length === 1 ? 'is' : 'are'
          } in clear, in an association that has keys.`,
        };
      },
      *end(): Iterable<Observation> {
        if (m4.length > 0)
          yield {
            frames: m4,
            severity: 'note',
            message: `M4 of a re-key in ${inFrames(m4)} is in clear, as widespread supplicants send it.`,
          };
      },
    };
  },
};
