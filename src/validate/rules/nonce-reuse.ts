import { toHex } from '../../codecs/hex.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Run } from '../session.js';
import { sameOctets } from '../session.js';
import { watchRuns } from '../watch-run.js';

/** Handshakes whose nonces a session remembers. */
const NONCES_KEPT = 256;

interface Use {
  readonly run: Run;
  readonly frame: number;
  /** Counts the associations of the capture. */
  readonly association: number;
}

/** A nonce of an earlier handshake, used in another one. */
export const nonceReuse: Rule = {
  id: 'nonce-reuse',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.5',
  explanation:
    'A side uses a nonce of an earlier handshake again. If the other side does as well both derive the same PTK as before, and with it packet numbers that were used already.',
  watch: ({ inFrames }) => {
    const known = new Map<string, Use>();
    let association = 0;

    const use = (run: Run, { key, frame }: EapolKeyEvent, what: string): Observation | undefined => {
      const id = `${what} ${toHex(key.keyNonce)}`;
      const before = known.get(id);
      if (before === undefined) {
        known.set(id, { run, frame, association });
        if (known.size > NONCES_KEPT) known.delete(known.keys().next().value!);
        return undefined;
      }
      // Supplicants keep an SNonce until a handshake succeeds, whatever the ANonce.
      const isKept = what === 'SNonce' && before.association === association && !before.run.complete;
      if (before.run === run || isKept) return undefined;
      return {
        frames: [before.frame, frame],
        message: `The ${what} in ${inFrames([frame])} is that of the handshake with ${inFrames([before.frame])}.`,
      };
    };

    /** M1 with the ANonce of a handshake that is complete, which begins another one. */
    function* again(run: Run, events: readonly EapolKeyEvent[]): Iterable<Observation> {
      const done = events.findIndex(({ record }) => record.message === 'M4' && record.mic === 'valid');
      if (done < 0 || run.aNonce === undefined) return;
      const later = events.slice(done);
      const m1 = later.findIndex(({ record }) => record.message === 'M1');
      const isAnswered =
        m1 >= 0 && later.slice(m1).some(({ record }) => record.message === 'M2' && record.mic === 'valid');
      if (!isAnswered) return;
      const frames = [events[0]!.frame, later[m1]!.frame];
      yield {
        frames,
        message: `M1 in ${inFrames(frames.slice(1))} begins another handshake with the ANonce of that which began in ${inFrames(frames.slice(0, 1))} and is complete.`,
      };
    }

    const runs = watchRuns(function* (run, events) {
      yield* again(run, events);
      let isTold = false;
      for (const [message, what] of [
        ['M1', 'ANonce'],
        ['M3', 'ANonce'],
        ['M2', 'SNonce'],
      ] as const) {
        // Only a nonce that a MIC covers is known to be that of its sender.
        const event = events.find(
          ({ record, key }) =>
            record.message === message &&
            (message === 'M1' ? sameOctets(run.ptk?.aNonce, key.keyNonce) : record.mic === 'valid'),
        );
        const found = event && use(run, event, what);
        if (found === undefined || (isTold && message === 'M3')) continue;
        yield found;
        isTold = true;
      }
    });
    return {
      ...runs,
      management({ body }) {
        if (body.kind === 'association-request' || body.kind === 'reassociation-request') association++;
        return undefined;
      },
      ending() {
        association++;
        return undefined;
      },
    };
  },
};
