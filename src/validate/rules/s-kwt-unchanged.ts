import { toHex } from '../../codecs/hex.js';
import { between, isBefore } from '../at.js';
import { HAND_OUT_EVENTS, handOuts } from '../hand-out/hand-outs.js';
import { apart } from '../hand-out/pairs.js';
import { handoversIn } from '../hand-out/told-and-given.js';
import type { UeSKwtEvent, WtSKwtEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** An S-KWT that outlives its KeNB or its WT Counter. */
export const sKwtUnchanged: Rule = {
  id: 's-kwt-unchanged',
  severity: 'error',
  clause: 'TS 33.401, A.16 and G.2',
  explanation:
    'After a handover, or for another WT Counter, the WT was given an S-KWT that it had before. Each KeNB and each counter give another S-KWT: after a handover the source eNB still knows the old one, and a UE that derives the S-KWT of its counter does not have it.',
  watch: ({ inFrames, clocksApart }) =>
    watchToEnd(HAND_OUT_EVENTS, function* (events) {
      // They may be other UEs'.
      const isShared = events.some(event => event.kind === 'sKwt' && event.side === 'ue' && event.isShared);
      const handovers = isShared ? [] : handoversIn(events);
      /** The WT Counter of each S-KWT, where it is beyond doubt. */
      const counterOf = new Map<WtSKwtEvent, UeSKwtEvent>();
      for (const { wt, ue, isDoubtful, isRefused } of handOuts(events))
        if (ue?.event !== undefined && !isDoubtful && !isRefused && apart(wt, ue) >= clocksApart())
          counterOf.set(wt, ue.event);
      /** By key: where it was given last, and the last time that goes with a WT Counter. */
      const given = new Map<string, { last: WtSKwtEvent; counted: WtSKwtEvent | undefined }>();
      for (const event of events) {
        if (event.kind !== 'sKwt' || event.side !== 'wt') continue;
        const key = toHex(event.sKwt);
        const before = given.get(key);
        const own = counterOf.get(event);
        given.set(key, { last: event, counted: own === undefined ? before?.counted : event });
        if (before === undefined) continue;
        const { last, counted } = before;
        const handover = handovers.find(
          at => isBefore(last, at) && isBefore(at, event) && between(at, event) >= clocksApart(),
        );
        const other = counted && counterOf.get(counted);
        if (handover !== undefined)
          yield {
            frames: [last.frame, handover.frame, event.frame],
            message: `The S-KWT in ${inFrames([event.frame])} is that of ${inFrames([last.frame])}, though the UE was handed over in between (${inFrames([handover.frame])}).`,
          };
        else if (own !== undefined && other !== undefined && own.wtCounter !== other.wtCounter)
          yield {
            frames: [counted!.frame, other.frame, own.frame, event.frame].sort((a, b) => a - b),
            message: `The S-KWT in ${inFrames([event.frame])}, which goes with WT Counter ${own.wtCounter} of ${inFrames([own.frame])}, is that of ${inFrames([counted!.frame])}, which went with WT Counter ${other.wtCounter} of ${inFrames([other.frame])}.`,
          };
      }
    }),
};
