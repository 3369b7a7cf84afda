import { type At, CLOCKS_APART, isBefore } from '../at.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import type { ProvenPtk } from '../wlan/session-keys.js';

/** M3s and M4s that are kept, the latest ones. */
const MOST_KEPT = 64;

/** What is followed of a PTK. */
interface Followed {
  /** The first frame that the station sent under it. */
  inUse: At | undefined;
  /** The highest packet number of the station, and where it came. */
  top: At & { readonly pn: number };
  /** One with a packet number that another one had, the first in 5 s, and where the highest was then. */
  back: (At & { readonly pn: number; readonly top: At }) | undefined;
  isTold: boolean;
}

/** A TK that the station installs again when M3 comes again. */
export const keyReinstallation: Rule = {
  id: 'key-reinstallation',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.4 and 12.7.6.5',
  explanation:
    'After the station has sent M4, M3 comes again, and the packet numbers of the station restart under the same TK: it has reinstalled the key that it was already using. This is the key reinstallation attack (KRACK): from there on, key stream is used twice.',
  watch: ({ inFrames }) => {
    const followed = new Map<ProvenPtk, Followed>();
    const of = (ptk: ProvenPtk, at: Followed['top']): Followed => {
      let one = followed.get(ptk);
      if (one === undefined) {
        one = { inUse: undefined, top: at, back: undefined, isTold: false };
        followed.set(ptk, one);
        // A PTK that is not among those in use any more opens no frames.
        if (followed.size > 16) followed.delete(followed.keys().next().value!);
      }
      return one;
    };
    /** M3s and M4s; whether they are right, and under which PTK, may come out later. */
    let messages: Pick<EapolKeyEvent, 'record' | 'run'>[] = [];
    const judge = (ptk: ProvenPtk, one: Followed): readonly Observation[] => {
      const { inUse, back, isTold } = one;
      if (isTold || back === undefined) return [];
      const own = messages.flatMap(({ record, run }) =>
        record.mic === 'valid' && run?.ptk === ptk ? [record] : [],
      );
      const [m3, m4] = (['M3', 'M4'] as const).map(name => own.filter(({ message }) => message === name));
      const again = m3!.at(-1);
      if (again === undefined || m3!.length < 2) return [];
      // Before M3 came it was back already, or long after it the station was still beyond where it had been.
      if (again.time - back.time > CLOCKS_APART || back.top.time - again.time > CLOCKS_APART) return [];
      const result = `in ${inFrames([back.frame])} the station is back at packet number ${back.pn} under the same TK: it has installed the key again`;
      const answer = m4!.find(record => isOfEarlier(record, again));
      const before = answer ?? (inUse !== undefined && isBefore(inUse, again) ? inUse : undefined);
      if (before === undefined) return [];
      one.isTold = true;
      const message = `${answer === undefined ? 'The station uses the TK' : 'After M4'} in ${inFrames([before.frame])}${answer === undefined ? ',' : ''} M3 comes again in ${inFrames([again.frame])}, and ${result}.`;
      return [{ frames: [before.frame, again.frame, back.frame].sort((a, b) => a - b), message }];
    };
    // What two sniffers heard may show the frames in another order.
    const judgeAll = (): readonly Observation[] => [...followed].flatMap(([ptk, one]) => judge(ptk, one));
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
        if (use !== 'reused' || one.isTold) return undefined;
        // One so far behind another has nothing to do with the same M3.
        if (one.back === undefined || time - one.back.time > CLOCKS_APART)
          one.back = { frame, time, pn, top: one.top };
        return judge(ptk, one);
      },
      ending: judgeAll,
      end: judgeAll,
    };
  },
};

/** Whether a record is M4 to another M3 than the latest: before that, or with the replay counter of one before. */
const isOfEarlier = (record: EapolKeyRecord, latest: EapolKeyRecord): boolean =>
  isBefore(record, latest) || record.replayCounter !== latest.replayCounter;
