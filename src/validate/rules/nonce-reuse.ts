import { toHex } from '../../codecs/hex.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { CLOCKS_APART } from '../at.js';
import { forgetOldest } from '../bounded.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { watchRuns } from '../watch/runs.js';
import type { Run } from '../wlan/run.js';

/** Handshakes whose nonces a session remembers. */
const NONCES_KEPT = 256;
/** Frames that are known when they come again. */
const FRAMES_KEPT = 4 * NONCES_KEPT;

interface Use {
  readonly run: Run;
  readonly frame: number;
  /** The end of the run, and of what may be of it as well: nanoseconds since 1970. */
  until: bigint;
  /** The nonce of the other side that it went with. */
  readonly other: Uint8Array | undefined;
}

/** A nonce of an earlier handshake, used in another one. */
export const nonceReuse: Rule = {
  id: 'nonce-reuse',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.5',
  explanation:
    'A side uses a nonce of an earlier, completed handshake again. If the other side does so too, both derive the same PTK as before, and use packet numbers again that were already used; it is a warning where the very frames of before come again, as an attacker or a second sniffer may have them.',
  watch: ({ inFrames }) => {
    const known = new Map<string, Use>();
    const seen = new Set<string>();

    /** Whether a run has frames of before: an attacker or a second sniffer has them. */
    const isSeen = (events: readonly EapolKeyEvent[]): boolean => {
      const ids = events.flatMap(identityOf);
      const found = ids.some(id => seen.has(id));
      for (const id of ids) {
        seen.add(id);
        forgetOldest(seen, FRAMES_KEPT);
      }
      return found;
    };

    const use = (
      run: Run,
      begin: bigint,
      { key, frame }: EapolKeyEvent,
      what: string,
    ): Observation | undefined => {
      const id = `${what} ${toHex(key.keyNonce)}`;
      const other = what === 'SNonce' ? run.ptk?.aNonce : run.ptk?.sNonce;
      const before = known.get(id);
      if (before === undefined) {
        known.set(id, { run, frame, until: run.latestTime, other });
        forgetOldest(known, NONCES_KEPT);
        return undefined;
      }
      // Supplicants keep an SNonce until a handshake succeeds, whatever the ANonce.
      if (before.run === run || !before.run.complete || other === undefined) return undefined;
      // What has both nonces may be one handshake, of which the capture lacks or damaged a message.
      if (sameOctets(before.other, other) && begin - before.until < CLOCKS_APART) {
        before.until = run.latestTime;
        return undefined;
      }
      return {
        frames: [before.frame, frame],
        message: `The ${what} in ${inFrames([frame])} is that of the handshake with ${inFrames([before.frame])}.`,
      };
    };

    return watchRuns((run, events) => {
      const found = [...again(inFrames, events), ...reused(run, events, use)];
      return isSeen(events) ? found.map(asReplay) : found;
    });
  },
};

/** What tells a frame with a right MIC from every other one: its sender gives each a sequence number. */
const identityOf = ({ key, record, sequenceNumber }: EapolKeyEvent): readonly string[] =>
  record.mic === 'valid' && sequenceNumber !== undefined ? [`${sequenceNumber} ${toHex(key.keyMic)}`] : [];

const asReplay = ({ frames, message }: Observation): Observation => ({
  frames,
  severity: 'warning',
  message: `${message.slice(0, -1)}, frames of which come again: they were replayed, a second sniffer took them whose clock is behind, or both sides began anew with the same random numbers.`,
});

/** M1 with the ANonce of a handshake that is complete, which a new SNonce answers. */
function* again(inFrames: Session['inFrames'], events: readonly EapolKeyEvent[]): Iterable<Observation> {
  const isOne = (message: string, { record }: EapolKeyEvent): boolean =>
    record.message === message && (message === 'M1' || record.mic === 'valid');
  const [m2, m4] = ['M2', 'M4'].map(message => events.find(event => isOne(message, event)));
  if (m2 === undefined || m4 === undefined) return;
  // One with a counter that the AP had by M3 is of before, and a second sniffer may show it late.
  const at = events.findIndex(
    event => isOne('M1', event) && event.key.keyReplayCounter > m4.key.keyReplayCounter,
  );
  const m1 = events[at];
  const isNew = (event: EapolKeyEvent): boolean =>
    isOne('M2', event) && !sameOctets(event.key.keyNonce, m2.key.keyNonce);
  if (m1 === undefined || !events.slice(at).some(isNew)) return;
  const { frame } = events[0]!;
  yield {
    frames: [frame, m1.frame],
    message: `M1 in ${inFrames([m1.frame])} begins another handshake with the ANonce of that which began in ${inFrames([frame])} and is complete.`,
  };
}

/** @param use takes a nonce of a run into use, and tells where it was before */
function* reused(
  run: Run,
  events: readonly EapolKeyEvent[],
  use: (run: Run, begin: bigint, event: EapolKeyEvent, what: string) => Observation | undefined,
): Iterable<Observation> {
  let isObserved = false;
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
    const found = event && use(run, events[0]!.time, event, what);
    if (found === undefined || (isObserved && message === 'M3')) continue;
    yield found;
    isObserved = true;
  }
}
