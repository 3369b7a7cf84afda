import { toHex } from '../../codecs/hex.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type At, between, isBefore } from '../at.js';
import type { EventNamed } from '../event.js';
import { HAND_OUT_EVENTS, handOuts } from '../hand-out/hand-outs.js';
import { isUseByStation } from '../hand-out/in-use.js';
import { apart } from '../hand-out/pairs.js';
import { handoversIn } from '../hand-out/told-and-given.js';
import type { UeSKwtEvent, WtSKwtEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** An S-KWT that outlives its KeNB or its WT Counter, or comes back. */
export const sKwtUnchanged: Rule = {
  id: 's-kwt-unchanged',
  severity: 'error',
  clause: 'TS 33.401, A.16 and G.2',
  explanation:
    'After a handover, for another WT Counter, after another S-KWT that both sides had, or after a release, the WT was given an S-KWT that it had before. Each KeNB and each counter give another S-KWT, and no counter is used twice: after a handover the source eNB still knows the old one, and a UE that derives the S-KWT of its counter does not have it.',
  watch: ({ inFrames, clocksApart }) =>
    watchToEnd(HAND_OUT_EVENTS, function* (events) {
      // They may be other UEs'.
      const isShared = events.some(event => event.kind === 'sKwt' && event.side === 'ue' && event.isShared);
      const handovers = isShared ? [] : handoversIn(events);
      /** The WT Counter of each S-KWT, where it is beyond doubt; and where the UE confirmed that it has that S-KWT. */
      const counterOf = new Map<WtSKwtEvent, UeSKwtEvent>();
      const confirmed = new Map<WtSKwtEvent, At | undefined>();
      for (const { wt, ue, isDoubtful, isOfOtherKey, isRefused } of handOuts(events))
        if (ue?.event !== undefined && !isDoubtful && !isRefused && apart(wt, ue) >= clocksApart()) {
          counterOf.set(wt, ue.event);
          if (!isOfOtherKey) confirmed.set(wt, ue.complete);
        }
      const taken = new Set(
        events.flatMap(event =>
          event.kind === 'xwapProcedure' && event.outcome === 'successful' ? [event.request.frame] : [],
        ),
      );
      /** The key that the WT is given, or the station uses, as hex. */
      const keyOf = new Map<object, string>();
      for (const event of events)
        if (event.kind === 'sKwt' && event.side === 'wt') keyOf.set(event, toHex(event.sKwt));
        else if (isUseByStation(event)) keyOf.set(event, toHex(event.pmk));
      /** By key: where it was given last, and the last time that goes with a WT Counter. */
      const given = new Map<string, { last: WtSKwtEvent; counted: WtSKwtEvent | undefined }>();
      for (const event of events) {
        if (event.kind !== 'sKwt' || event.side !== 'wt') continue;
        const key = keyOf.get(event)!;
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
        // With the same WT Counter again it follows from that (`wt-counter-reuse`).
        else if ((own === undefined || other === undefined) && taken.has(last.frame)) {
          const isWithin = (at: At): boolean =>
            isBefore(last, at) &&
            isBefore(at, event) &&
            between(last, at) >= clocksApart() &&
            between(at, event) >= clocksApart();
          const since = events.filter(isWithin);
          // If the UE has no other yet, the eNB may take that back, so that both have the same again.
          const firstUse = new Map<string | undefined, At>();
          for (const one of since)
            if (isUseByStation(one) && !firstUse.has(keyOf.get(one))) firstUse.set(keyOf.get(one), one);
          const another = since.find((one): one is WtSKwtEvent => {
            if (one.kind !== 'sKwt' || one.side !== 'wt' || !taken.has(one.frame)) return false;
            const [complete, use] = [confirmed.get(one), firstUse.get(keyOf.get(one))];
            return (
              (complete !== undefined && isWithin(complete)) || (use !== undefined && isBefore(one, use))
            );
          });
          const end = endOfUse(since, last);
          if (another !== undefined)
            yield {
              frames: [last.frame, another.frame, event.frame],
              message: `The S-KWT in ${inFrames([event.frame])} is that of ${inFrames([last.frame])}, though the WT was given another in between (${inFrames([another.frame])}), which the UE has, too.`,
            };
          else if (end !== undefined)
            yield {
              frames: [last.frame, end.frame, event.frame],
              // As far as the capture shows, the UE may have kept LWA.
              severity: 'warning',
              message: `The S-KWT in ${inFrames([event.frame])} is that of ${inFrames([last.frame])}, though the WT used it, and released the UE in between (${inFrames([end.frame])}).`,
            };
        }
      }
    }),
};

/** The release of a UE that used the key by then, as a handshake or the WT shows. @param since what came behind that the WT was given it */
function endOfUse(
  since: readonly EventNamed<(typeof HAND_OUT_EVENTS)[number]>[],
  { sKwt }: WtSKwtEvent,
): At | undefined {
  const use = since.find(
    event =>
      (event.kind === 'xwap' && event.view.message === 'WTAssociationConfirmation') ||
      (event.kind === 'pmkInUse' && equalConstantTime(event.pmk, sKwt)),
  );
  if (use === undefined) return undefined;
  return since.find(event => event.kind === 'xwEnd' && event.cause === 'release' && isBefore(use, event));
}
