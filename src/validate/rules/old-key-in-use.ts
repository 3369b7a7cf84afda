import { headerLength } from '../../codecs/dot11/header.js';
import { decodeKeyData } from '../../codecs/dot11/kde.js';
import { openKeyData } from '../../crypto/handshake.js';
import { type At, between, CLOCKS_APART } from '../at.js';
import type { EapolKeyEvent, OpenedEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { LONGEST_QUEUED, LONGEST_WAIT } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';

/** As many frames of each side as a finding names. */
const MOST_FRAMES = 32;

/** Frames of one side that are under a TK of before. */
interface Old {
  readonly ptk: ProvenPtk;
  readonly keyId: number;
  readonly frames: number[];
  count: number;
  readonly first: At;
  last: At;
  /** Whether each was encrypted after M4, as its packet number is beyond that of M4 under the same TK. */
  isBehindM4: boolean;
}

/** A sign that a TK is in use: M4, or a frame under it; M3 that comes again shows that it is not, yet, at the AP. */
type Sign = At & { readonly message: 'M3' | 'M4' | undefined };

/** What one side uses. */
interface Use {
  /** From when on it has the new TK: the AP may have lost each M4 but the latest. */
  since: Sign;
  /** Its first frame under the new TK. */
  changed: At | undefined;
  old: Old | undefined;
}

/** A TK that both have by now. */
interface Current {
  readonly ptk: ProvenPtk;
  /** Those that are known to be of before. */
  readonly before: Set<ProvenPtk>;
  /** Of M4, where that is the first sign of it, under the TK of before. */
  readonly under: Pick<OpenedEvent, 'ptk' | 'pn'> | undefined;
  /** The station's, and the AP's. */
  readonly uses: readonly [Use, Use];
}

/** A side that encrypts under the TK of before, long after the re-key. */
export const oldKeyInUse: Rule = {
  id: 'old-key-in-use',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.4 and 12.7.6.5',
  explanation:
    'After a re-key, one side still encrypts under the temporal key of before: the station more than 500 ms after M4, or the AP more than 5 s after it, as M4 may be lost on the way. The other side has put the new key in its place, under the same key ID, and drops such frames, so that the link is dead in one direction; it is a warning if the side uses the new key as well, or if a second sniffer whose clock is behind may have taken the frames.',
  watch: session => {
    let current: Current | undefined;
    /** As far as they are known. */
    const keyIds = new WeakMap<ProvenPtk, number>();
    /** Those of no handshake that is kept, which need not be looked for again. */
    const forgotten = new WeakSet<ProvenPtk>();
    /** The latest: that of M4, when M4 comes. */
    let opened: Pick<OpenedEvent, 'ptk' | 'pn' | 'frame'> | undefined;

    const found = (): readonly Observation[] => {
      const of = current;
      current = undefined;
      return of === undefined ? [] : judge(session, of, keyIds.get(of.ptk));
    };
    const isLaterThanCurrent = (ptk: ProvenPtk): boolean =>
      current === undefined || placeOf(session, ptk) > placeOf(session, current.ptk);
    const begin = (ptk: ProvenPtk, sign: Sign): readonly Observation[] => {
      const observations = found();
      const use = (): Use => ({ since: sign, changed: undefined, old: undefined });
      const under =
        sign.message === 'M4' && opened?.frame === sign.frame
          ? { ptk: opened.ptk, pn: opened.pn }
          : undefined;
      current = { ptk, before: new Set(), under, uses: [use(), use()] };
      return observations;
    };

    return {
      eapolKey({ record, key, run, isCopy, frame, time }) {
        const { message } = record;
        const ptk = run?.ptk;
        // Anyone can send what has no right MIC.
        if (isCopy || ptk === undefined || record.mic !== 'valid') return undefined;
        if (message !== 'M3' && message !== 'M4') return undefined;
        if (message === 'M3') {
          const keyId = keyIdIn(key, ptk);
          if (keyId !== undefined) keyIds.set(ptk, keyId);
        }
        if (ptk === current?.ptk) {
          // The AP goes on with M3 until it has M4.
          current.uses[1].since = { message, frame, time };
          current.uses[1].old = undefined;
          return undefined;
        }
        return message === 'M4' && isLaterThanCurrent(ptk) ? begin(ptk, { message, frame, time }) : undefined;
      },
      opened(event) {
        const { ptk, fromAp, frame, time } = event;
        opened = event;
        let observations: readonly Observation[] | undefined;
        if (forgotten.has(ptk)) return undefined;
        if (ptk !== current?.ptk && current?.before.has(ptk) !== true) {
          if (isLaterThanCurrent(ptk)) observations = begin(ptk, { message: undefined, frame, time });
          else if (placeOf(session, ptk) >= 0) current!.before.add(ptk);
          else {
            forgotten.add(ptk);
            return undefined;
          }
        }
        const use = current!.uses[fromAp ? 1 : 0];
        if (ptk !== current!.ptk) take(use, event, current!.under);
        else if (use.changed === undefined) {
          use.changed = { frame, time };
          keyIds.set(ptk, keyIdOf(event));
        }
        return observations;
      },
      end: found,
    };
  },
};

/**
 * Where a PTK stands among those of the session, by the handshake that made it: anyone can send its M3 again. -1 for one that is of
 * none of its handshakes.
 */
const placeOf = ({ runs }: Session, ptk: ProvenPtk): number =>
  runs.findIndex(run => run.kind !== 'group' && run.ptk === ptk);

/** The key ID that the security header of a protected frame names (IEEE 802.11-2020, 12.5.2.2 and 12.5.3.2). */
const keyIdOf = ({ mpdu }: OpenedEvent): number => mpdu[headerLength(mpdu) + 3]! >> 6;

/** That which M3 names for the PTK, 0 where it names none (12.7.6.4); undefined where its key data does not open. */
function keyIdIn(key: EapolKeyEvent['key'], ptk: ProvenPtk): number | undefined {
  const plain = openKeyData(ptk.kek, key);
  if (plain === undefined) return undefined;
  for (const item of decodeKeyData(plain, { lax: true }).value)
    if ('kde' in item && item.kde === 'Key ID') return item.keyId;
  return 0;
}

/** Takes note of a frame that is under a TK of before. */
function take(side: Use, event: OpenedEvent, m4: Current['under']): void {
  const { ptk, pn, use, fromAp, frame, time } = event;
  const at = { frame, time };
  if (use !== 'new' || between(side.since, at) <= (fromAp ? LONGEST_WAIT : LONGEST_QUEUED)) return;
  side.old ??= { ptk, keyId: keyIdOf(event), frames: [], count: 0, first: at, last: at, isBehindM4: true };
  const { old } = side;
  old.count++;
  old.last = at;
  if (fromAp || m4?.ptk !== ptk || pn < m4.pn) old.isBehindM4 = false;
  if (old.frames.length < MOST_FRAMES) old.frames.push(frame);
}

/** @param keyId of the new TK: under another one the old one stays where it is */
function judge(session: Session, current: Current, keyId: number | undefined): readonly Observation[] {
  const { inFrames } = session;
  const { ptk, uses } = current;
  return uses.flatMap(({ old, since, changed }, i): readonly Observation[] => {
    if (old === undefined || old.keyId !== keyId || between(old.first, old.last) <= LONGEST_QUEUED) return [];
    const [side, other] = i === 0 ? ['station', 'AP'] : ['AP', 'station'];
    const answer = uses[1 - i]!.changed;
    const isSure =
      old.isBehindM4 || (between(since, old.last) > CLOCKS_APART && session.areOneClock(since, old.last));
    const after = `${since.message === undefined ? '' : `${since.message} in `}${inFrames([since.frame])}`;
    const frames = [since.frame, ...old.frames];
    const message = [
      `The ${side} still uses the TK that ${inFrames([old.ptk.frame])} proves, long after ${after}: ${inFrames(old.frames, old.count)} are not under the new one, of ${inFrames([ptk.frame])}`,
      answer === undefined ? '' : `, which the ${other} uses from ${inFrames([answer.frame])} on`,
      changed === undefined ? '.' : `; its own first frame under that is ${inFrames([changed.frame])}.`,
      isSure ? '' : ' A second sniffer whose clock is behind may have taken them.',
    ].join('');
    return [{ frames, ...(isSure && changed === undefined ? {} : { severity: 'warning' }), message }];
  });
}
