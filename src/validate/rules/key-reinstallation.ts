import { type At, CLOCKS_APART, isBefore } from '../at.js';
import { forgetOldest } from '../bounded.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import type { Run } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';
import type { PnRestart } from '../wlan/unopened.js';

/** M3s and M4s that are kept, the latest ones. */
const MOST_KEPT = 64;
/** New beginnings of packet numbers that are kept, the first ones. */
const MOST_RESTARTS = 16;

/** What is followed of a PTK. */
interface Followed {
  /** The first frame that the station sent under it. */
  inUse: At | undefined;
  /** The highest packet number of the station, and where it came. */
  top: At & { readonly pn: number };
  /** One with a packet number that another one had, the first in 5 s, and where the highest was then. */
  back: (At & { readonly pn: number; readonly top: At }) | undefined;
  isObserved: boolean;
}

/** A TK that the station installs again when M3 comes again. */
export const keyReinstallation: Rule = {
  id: 'key-reinstallation',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.4 and 12.7.6.5',
  explanation:
    'After the station has sent M4, M3 comes again, and the packet numbers of the station restart under the same TK: it has reinstalled the key that it was already using. This is the key reinstallation attack (KRACK): from there on, key stream is used twice; it is a warning where no known key opens the frames, as anyone can make up headers.',
  watch: ({ inFrames }) => {
    const followed = new Map<ProvenPtk, Followed>();
    const of = (ptk: ProvenPtk, at: Followed['top']): Followed => {
      let one = followed.get(ptk);
      if (one === undefined) {
        one = { inUse: undefined, top: at, back: undefined, isObserved: false };
        followed.set(ptk, one);
        // A PTK that is not among those in use any more opens no frames.
        forgetOldest(followed, 16);
      }
      return one;
    };
    /** Of the station, in frames that no known key opens. */
    let restarts: PnRestart[] = [];
    /** M3s and M4s; whether they are right, and under which PTK, may come out later. */
    let messages: Pick<EapolKeyEvent, 'record' | 'run'>[] = [];
    /** @param ptk undefined where none is known that opens the frames of the station */
    const judge = (ptk: ProvenPtk | undefined, one: Followed, ofRun?: Run): readonly Observation[] => {
      const { inUse, back, isObserved } = one;
      if (isObserved || back === undefined) return [];
      const own = messages.flatMap(({ record, run }) => {
        const isOwn =
          ptk === undefined
            ? record.mic !== 'invalid' && run === ofRun
            : record.mic === 'valid' && run?.ptk === ptk;
        return isOwn ? [record] : [];
      });
      const [m3, m4] = (['M3', 'M4'] as const).map(name => own.filter(({ message }) => message === name));
      const again = m3!.at(-1);
      if (again === undefined || m3!.length < 2) return [];
      // Before M3 came it was back already, or long after it the station was still beyond where it had been.
      if (again.time - back.time > CLOCKS_APART || back.top.time - again.time > CLOCKS_APART) return [];
      const under = ptk === undefined ? ', in frames that no known key opens' : ' under the same TK';
      const result = `in ${inFrames([back.frame])} the station is back at packet number ${back.pn}${under}: it has installed the key again`;
      const answer = m4!.find(record => isOfEarlier(record, again));
      const before = answer ?? (inUse !== undefined && isBefore(inUse, again) ? inUse : undefined);
      if (before === undefined) return [];
      one.isObserved = true;
      const message = `${answer === undefined ? 'The station uses the TK' : 'After M4'} in ${inFrames([before.frame])}${answer === undefined ? ',' : ''} M3 comes again in ${inFrames([again.frame])}, and ${result}.`;
      const frames = [before.frame, again.frame, back.frame].sort((a, b) => a - b);
      return [{ frames, ...(ptk === undefined ? { severity: 'warning' } : {}), message }];
    };
    // What two sniffers heard may show the frames in another order.
    const judgeAll = (): readonly Observation[] => {
      const known = [...followed].flatMap(([ptk, one]) => judge(ptk, one));
      const unknown = restarts.flatMap(({ inUse, top, back, run, isOfBoth }) =>
        isOfBoth ? [] : judge(undefined, { inUse, top, back: { ...back, top }, isObserved: false }, run),
      );
      restarts = [];
      return [...known, ...unknown.slice(0, 1)];
    };
    return {
      eapolKey({ record, run, isCopy }) {
        const { message } = record;
        // What the link repeated its receiver has dropped, and a second sniffer may be behind M4 with it.
        if (isCopy || (message !== 'M3' && message !== 'M4')) return undefined;
        messages = [...messages.slice(1 - MOST_KEPT), { record, run }];
        return undefined;
      },
      opened({ ptk, fromAp, use, frame, time, pn }) {
        if (fromAp) return undefined;
        const one = of(ptk, { frame, time, pn });
        one.inUse ??= { frame, time };
        if (pn > one.top.pn) one.top = { frame, time, pn };
        if (use !== 'reused' || one.isObserved) return undefined;
        // One so far behind another has nothing to do with the same M3.
        if (one.back === undefined || time - one.back.time > CLOCKS_APART)
          one.back = { frame, time, pn, top: one.top };
        return judge(ptk, one);
      },
      restarted({ restart }) {
        if (!restart.fromAp && restarts.length < MOST_RESTARTS) restarts.push(restart);
        return undefined;
      },
      ending: judgeAll,
      end: judgeAll,
    };
  },
};

/** Whether a record is M4 to another M3 than the latest: before that, or with the replay counter of one before. */
const isOfEarlier = (record: EapolKeyRecord, latest: EapolKeyRecord): boolean =>
  isBefore(record, latest) || record.replayCounter !== latest.replayCounter;
